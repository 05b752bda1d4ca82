"""A language model as a second reader, off by default: nothing it says counts unless the text says it in its words."""
