"""Documents into claims."""
