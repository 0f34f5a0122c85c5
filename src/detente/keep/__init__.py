"""Everything into a store that can be asked."""
