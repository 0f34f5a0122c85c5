"""Chains the verbs; start reading in pipeline.py."""
