"""Does a graph say what it should: SHACL shapes, rules across graphs, and one report for both."""
