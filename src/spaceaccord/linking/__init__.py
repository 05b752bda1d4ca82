"""Which thing in the world a name or a mention stands for: authorities, reconciliation, identity."""
