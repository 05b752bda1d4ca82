"""Every error that Space Accord raises on purpose: one class for each reaction, drawn as a tree.

    SpaceAccordError
    ├── BadInput              the data is wrong: exit 1, HTTP 4xx; names the file, the place, the remedy
    │   ├── UnreadableArticle     an article file cannot be used
    │   ├── BadMetadata           a metadata file or front matter cannot be used
    │   ├── BadReference          an authority, lexicon or mapping table cannot be used
    │   └── ShapeViolation        SHACL found violations; nothing was published
    ├── UsageError            the call is wrong: exit 2
    └── EnvironmentFault      the machine is in the way: exit 3, HTTP 503
        ├── DamagedRelease        a release folder does not hold what its manifest says
        ├── ReleaseLocked         another build is at work in the same folder
        └── StoreUnavailable      the store or the remote endpoint does not answer

Errors of queries live in `spaceaccord.store.query_errors`, those of negotiation in `spaceaccord.web.negotiation`;
both derive from `SpaceAccordError`.
"""

from __future__ import annotations


class SpaceAccordError(Exception):
    """An error that is told to the user in one sentence, without a traceback."""

    exit_code = 70


class BadInput(SpaceAccordError):
    """The data is wrong. The message names the file, the place and the remedy."""

    exit_code = 1

    def __init__(self, what: str, *, file: str = "", place: str = "", remedy: str = "") -> None:
        where = ": ".join(part for part in (file, place) if part)
        sentence = f"{where}: {what}" if where else what
        super().__init__(f"{sentence}. {remedy}" if remedy else sentence)
        self.what = what
        self.file = file
        self.place = place
        self.remedy = remedy


class UnreadableArticle(BadInput):
    """An article file is missing, empty, binary, too large or not text."""


class BadMetadata(BadInput):
    """A metadata file or front matter is not what the schema says."""


class BadReference(BadInput):
    """A table of reference data, the lexicon or the vocabulary cannot be used."""


class ShapeViolation(BadInput):
    """The graphs do not conform to the shapes; nothing was published."""


class UsageError(SpaceAccordError):
    """The call itself is wrong: an unknown option value, a file of the wrong kind."""

    exit_code = 2


class EnvironmentFault(SpaceAccordError):
    """The machine is in the way: no permission, no space, a port taken."""

    exit_code = 3


class DamagedRelease(EnvironmentFault):
    """A release folder is incomplete or does not hold what its manifest says."""


class ReleaseLocked(EnvironmentFault):
    """Another build is writing to the same releases folder."""


class StoreUnavailable(EnvironmentFault):
    """A store or a remote endpoint does not answer."""
