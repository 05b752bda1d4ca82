"""Releases: immutable folders of everything that is published, named by content and switched in one step."""
