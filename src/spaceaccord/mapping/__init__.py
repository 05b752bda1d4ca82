"""From model values to triples, and nothing else."""
