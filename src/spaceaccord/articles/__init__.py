"""Articles as files become articles as values: decoded, described, and with their noise masked."""
