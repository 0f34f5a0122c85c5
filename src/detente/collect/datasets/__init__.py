"""Other people's event data: one file per foreign format."""
