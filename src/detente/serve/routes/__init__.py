"""The routes of /v1: one file for each noun, or for each few that are alike."""
