"""Asking the same places again and again, politely. Start reading at `poller.py`."""
