"""Corrections as people write them: which article, which agreement, what is right, who says so and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeAlias

import yaml

from spaceaccord.errors import BadReference
from spaceaccord.model.article import Article
from spaceaccord.model.evidence import EditorialNote

Value: TypeAlias = "str | Mapping[str, str | Sequence[str]]"

SINGLE_FIELDS: Final = ("type", "status", "signed", "place", "title")
LIST_FIELDS: Final = ("parties", "implementing_bodies", "signatories", "topics", "relations")
_KEYS: Final = frozenset(
    ("article", "agreement", "do", "field", "value", "words", "author", "date", "reason"),
)
_SHORTEST_DIGEST: Final = 8
_REMEDY: Final = "See “Corrections” in data/README.md."


class Action(StrEnum):
    """What a correction does: `set` a single field, `add` to a list (or a whole agreement), `remove`, `reject`."""

    SET = "set"
    ADD = "add"
    REMOVE = "remove"
    REJECT = "reject"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Which agreement of an article: words of the sentence that tells it, or parties that it has."""

    words: str = ""
    parties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One entry of a file. `words` are words of the article that say so; `place` is for messages about the entry."""

    article: str
    action: Action
    target: Target | None
    field: str
    value: Value
    words: str
    note: EditorialNote
    file: str
    place: str

    def fault(self, what: str, remedy: str = _REMEDY) -> BadReference:
        """Return the error that this entry is at fault for."""
        return BadReference(what, file=self.file, place=self.place, remedy=remedy)

    def concerns(self, article: Article) -> bool:
        """Say whether it is about `article`: by its file name or by the beginning of its digest."""
        return article.name == self.article or (
            len(self.article) >= _SHORTEST_DIGEST and article.sha256.startswith(self.article)
        )


def read_corrections(folder: Path) -> tuple[Correction, ...]:
    """Return the corrections in the `*.yaml` files of `folder`, by file name and position; none where it is absent.

    Raises:
        BadReference: a file or an entry is not what data/README.md asks for; names file, entry and remedy.
    """
    found: list[Correction] = []
    for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
        found.extend(_read_file(path))
    _check_rivals(found)
    return tuple(found)


def _read_file(path: Path) -> Iterator[Correction]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadReference(f"cannot be read: {error}", file=str(path), remedy="Mend the YAML.") from error
    entries = content.get("corrections") if isinstance(content, dict) else None
    if not isinstance(entries, list):
        raise BadReference("has no list `corrections`", file=str(path), remedy=_REMEDY)
    shared: dict[object, object] = {key: content[key] for key in ("author", "date") if key in content}
    for number, entry in enumerate(entries, 1):
        place = f"entry {number}"
        if not isinstance(entry, dict):
            raise BadReference("is no mapping", file=str(path), place=place, remedy=_REMEDY)
        yield _Entry(path, place, {**shared, **entry}).correction()


class _Entry:
    """One entry of a file, checked key by key."""

    def __init__(self, path: Path, place: str, content: Mapping[object, object]) -> None:
        self.path, self.place, self.content = path, place, content

    def correction(self) -> Correction:
        unknown = sorted(str(key) for key in self.content if key not in _KEYS)
        if unknown:
            raise self.fault(f"unknown key {unknown[0]!r}", f"The keys are {', '.join(sorted(_KEYS))}.")
        action = self._action()
        field, value, target = self._text("field", ""), self._value(), self._target()
        self._check(action, field, value, target)
        return Correction(
            article=self._text("article"),
            action=action,
            target=target,
            field=field,
            value=value,
            words=self._text("words", ""),
            note=EditorialNote(author=self._text("author"), date=self._date(), reason=self._text("reason")),
            file=str(self.path),
            place=self.place,
        )

    def fault(self, what: str, remedy: str = _REMEDY) -> BadReference:
        return BadReference(what, file=str(self.path), place=self.place, remedy=remedy)

    def _check(self, action: Action, field: str, value: Value, target: Target | None) -> None:
        is_whole = action is Action.REJECT or (action is Action.ADD and not field)
        if target is None and not (action is Action.ADD and not field):
            raise self.fault("does not say which `agreement`", "Give `agreement: {words: …}` or `{parties: […]}`.")
        if is_whole and field:
            raise self.fault("`reject` takes no `field`", "Use `remove` to take one value away.")
        fields = {Action.SET: SINGLE_FIELDS, Action.ADD: LIST_FIELDS, Action.REMOVE: (*SINGLE_FIELDS, *LIST_FIELDS)}
        if not is_whole and field not in fields[action]:
            raise self.fault(f"cannot {action} the field {field!r}", f"Choose one of {', '.join(fields[action])}.")
        if action is Action.REMOVE and field in ("type", "status"):
            raise self.fault(f"an agreement without {field} cannot be published", "Set it to what is right instead.")
        needs_value = action in (Action.SET, Action.ADD) or (action is Action.REMOVE and field in LIST_FIELDS)
        if needs_value and not value:
            raise self.fault("has no `value`")
        if target is None and not self._text("words", ""):
            raise self.fault("adds an agreement without `words`", "Give the words of the article that tell of it.")

    def _action(self) -> Action:
        given = self._text("do", "set")
        try:
            return Action(given)
        except ValueError as error:
            raise self.fault(f"no such action: {given!r}", f"`do` is one of {', '.join(Action)}.") from error

    def _target(self) -> Target | None:
        given = self.content.get("agreement")
        if given is None:
            return None
        if isinstance(given, dict) and len(given) == 1:
            words, parties = given.get("words"), given.get("parties")
            if isinstance(words, str) and words.strip():
                return Target(words=words)
            if isinstance(parties, list) and parties and all(isinstance(name, str) for name in parties):
                return Target(parties=tuple(parties))
        raise self.fault("`agreement` is neither words nor parties", "Give `{words: …}` or `{parties: […]}`.")

    def _value(self) -> Value:
        given = self.content.get("value", "")
        if isinstance(given, date | int) and not isinstance(given, bool):
            return str(given)  # YAML reads 2019-05-10 and 2019 as a date and a number
        if isinstance(given, dict) and all(isinstance(key, str) for key in given):
            return given
        if isinstance(given, str):
            return given
        raise self.fault("`value` is neither text nor a mapping")

    def _text(self, key: str, default: str | None = None) -> str:
        given = self.content.get(key, default)
        if isinstance(given, int) and not isinstance(given, bool) and key == "article":
            given = str(given)  # a digest of digits only
        if given is None or (default is None and given == ""):
            raise self.fault(f"has no `{key}`")
        if not isinstance(given, str):
            raise self.fault(f"`{key}` is no text: {given!r}", "Put it in quotes.")
        return given.strip()

    def _date(self) -> str:
        given = self.content.get("date")
        try:
            day = given if isinstance(given, date) else date.fromisoformat(str(given))
        except ValueError as error:
            raise self.fault(f"`date` is no day: {given!r}", "Write YYYY-MM-DD.") from error
        return day.isoformat()


def _check_rivals(corrections: Sequence[Correction]) -> None:
    seen: dict[tuple[str, Target | None, str], Correction] = {}
    for correction in corrections:
        if correction.action is Action.SET:
            key = (correction.article, correction.target, correction.field)
            if key in seen:
                other = seen[key]
                raise correction.fault(
                    f"sets {correction.field} as {other.file}: {other.place} does", "Keep one of the two."
                )
            seen[key] = correction
