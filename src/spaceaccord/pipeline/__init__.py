"""The verbs of the stages strung together, one module a verb of the command line."""
