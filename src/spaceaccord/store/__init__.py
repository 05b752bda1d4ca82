"""Answering SPARQL queries: one port, an embedded engine in killable processes, and any remote endpoint."""
