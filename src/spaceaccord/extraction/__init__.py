"""Agreements found in articles by rules over a lexicon, each value with the words it rests on."""
