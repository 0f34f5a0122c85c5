"""All of it into briefs in which every sentence cites."""
