"""Space Accord: agreements on space cooperation as linked data, each fact with the words that say so."""

from importlib.metadata import version

__version__ = version("spaceaccord")
