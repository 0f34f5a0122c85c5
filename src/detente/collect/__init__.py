"""Files, pages and feeds into documents."""
