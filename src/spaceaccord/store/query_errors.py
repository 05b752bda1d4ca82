"""Why a query got no answer: one class for each reaction.

SpaceAccordError
├── QueryProblem                the caller can do something about it: HTTP 4xx
│   ├── MalformedQuery              not SPARQL: 400, with line and column
│   ├── QueryRefused                SPARQL that we do not run (SERVICE, too many constructs): 400
│   │   ├── UpdateRefused               an update where only queries are taken: 403
│   │   └── QueryRemembered             it has brought down a worker a short while ago: 400
│   ├── QueryTooLong                its text: 413
│   ├── UnsupportedFormat           the form of the query has no such format: 406
│   └── QueryTooBig                 its result or its memory: 400
└── NoAnswer                    the caller may try again later: HTTP 5xx
    ├── QueryTimeout                the deadline came first: 503
    ├── StoreBusy                   no worker is free: 503
    ├── WorkerLost                  the process that ran it has died: 503
    └── BadAnswer                   a remote endpoint said something that is no answer: 502
"""

from __future__ import annotations

from spaceaccord.errors import SpaceAccordError


class QueryProblem(SpaceAccordError):
    """The query cannot be answered as it is."""

    exit_code = 1


class MalformedQuery(QueryProblem):
    """The text is not a SPARQL query. `line` and `column` count from 1; 0 where they are not known."""

    def __init__(self, what: str, *, line: int = 0, column: int = 0) -> None:
        super().__init__(f"line {line}, column {column}: {what}" if line else what)
        self.what = what
        self.line = line
        self.column = column


class QueryRefused(QueryProblem):
    """The query is SPARQL, but of a kind that is not run here."""

    def __init__(self, what: str, *, line: int = 0, column: int = 0) -> None:
        super().__init__(f"line {line}, column {column}: {what}" if line else what)
        self.what = what
        self.line = line
        self.column = column


class UpdateRefused(QueryRefused):
    """The text is an update; a release is immutable."""


class QueryRemembered(QueryRefused):
    """The same query has brought down a worker and is not tried again for `retry_seconds`."""

    def __init__(self, what: str, *, retry_seconds: int) -> None:
        super().__init__(what)
        self.retry_seconds = retry_seconds


class QueryTooLong(QueryProblem):
    """The text is longer than the limit."""


class UnsupportedFormat(QueryProblem):
    """A result of this form cannot be written in the format asked for."""


class QueryTooBig(QueryProblem):
    """The result or the working memory passed its limit; nothing or only a broken-off part was sent."""


class NoAnswer(SpaceAccordError):
    """No answer this time; trying again may help. `retry_seconds` says when."""

    exit_code = 3

    def __init__(self, what: str, *, retry_seconds: int = 5) -> None:
        super().__init__(what)
        self.retry_seconds = retry_seconds


class QueryTimeout(NoAnswer):
    """The deadline came before the end of the answer."""


class StoreBusy(NoAnswer):
    """Every worker is taken and the wait was too long."""


class WorkerLost(NoAnswer):
    """The process that ran the query died for a reason outside of the query."""


class QueryCancelled(NoAnswer):
    """The caller went away, and the query with it."""


class BadAnswer(NoAnswer):
    """A remote endpoint gave something that is no answer to a query."""
