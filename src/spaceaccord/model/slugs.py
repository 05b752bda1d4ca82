"""The words of an IRI: slugs made from names, digests made from content."""

from __future__ import annotations

import hashlib
import re

from slugify import slugify

_LONGEST_SLUG = 80
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def slug(*parts: str) -> str:
    """Return lower-case ASCII words joined by hyphens, at most 80 characters; "unnamed" where nothing is left."""
    made = slugify(" ".join(parts), max_length=_LONGEST_SLUG, word_boundary=True)
    return made or "unnamed-" + digest(*parts)[:8]


def is_slug(text: str) -> bool:
    """Say whether `text` is a slug as `slug` makes them."""
    return len(text) <= _LONGEST_SLUG + 20 and bool(_SLUG.fullmatch(text))


def digest(*parts: str) -> str:
    """Return the first 16 hex digits of the SHA-256 of `parts`, for nodes named by their content."""
    hashed = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass"))
    return hashed.hexdigest()[:16]
