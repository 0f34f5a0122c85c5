"""Claims into actors, days, events and origins."""
