"""The site of a release: SPARQL endpoint, dereferenceable IRIs, dumps and pages."""
