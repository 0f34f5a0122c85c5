"""Watching places and raising alerts by written rules. Start reading at `watcher.py`; docs/watch.md."""
