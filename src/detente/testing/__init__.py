"""Checks that people who extend detente can run on their parts."""
