"""The values that flow between the stages: articles, evidence, parties, dates, agreements."""
