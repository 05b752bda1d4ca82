"""The bytes of an article file as text: encodings detected, what is no text refused."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from spaceaccord.errors import UnreadableArticle

# The first bytes of formats that people mistake for text (libmagic's database, its common entries).
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "a rich-text document"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
)
_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Detection looks at this many bytes: enough for a letter statistic, bounded for large files.
_DETECTION_SAMPLE_BYTES = 1 << 16
# Text of these control characters beyond this share is binary data; a stray one is only masked.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LARGEST_CONTROL_SHARE = 0.02
# Single-byte encodings of news texts, tried by letter statistics when the bytes are no UTF-8.
_LEGACY_ENCODINGS = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "shift_jis", "gb18030", "big5", "euc_kr"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedText:
    """A file's text and the encoding that it was in."""

    text: str
    encoding: str


def decode(data: bytes, *, file: str) -> DecodedText:
    """Return the text of `data`; line ends stay as they are, so offsets count the decoded file.

    Raises:
        UnreadableArticle: empty, binary, or in no encoding that makes text of it.
    """
    if not data.strip(b" \t\r\n\x00"):
        raise UnreadableArticle("the file is empty", file=file, remedy="Give a file that holds the article's text.")
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise UnreadableArticle(
                f"the file is {what}, not text", file=file, remedy="Save the article as plain text, HTML or Markdown."
            )
    _refuse_binary(data, file)
    decoded = _decode_any(data, file)
    controls = len(_CONTROLS.findall(decoded.text))
    if controls > max(8, _LARGEST_CONTROL_SHARE * len(decoded.text)):
        raise UnreadableArticle(
            f"the file is binary: {controls} control characters among {len(decoded.text)}",
            file=file,
            place=f"code point {_first_control(decoded.text)}",
            remedy="Save the article as plain text, HTML or Markdown.",
        )
    if not decoded.text.strip("\ufeff \t\r\n\x00"):
        raise UnreadableArticle("the file is empty", file=file, remedy="Give a file that holds the article's text.")
    return decoded


def _refuse_binary(data: bytes, file: str) -> None:
    """Refuse bytes that no encoding of text has: control characters that are not every second byte's NUL."""
    sample = data[:_DETECTION_SAMPLE_BYTES]
    if data.startswith(tuple(bom for bom, _ in _BOMS)) or _wide_encoding(data):
        return
    controls = sum(sample.count(bytes((code,))) for code in (*range(9), *range(14, 32), 127))
    if controls > max(8, _LARGEST_CONTROL_SHARE * len(sample)):
        raise UnreadableArticle(
            f"the file is binary: {controls} control characters among {len(sample)} bytes",
            file=file,
            remedy="Save the article as plain text, HTML or Markdown.",
        )


def _first_control(text: str) -> int:
    match = _CONTROLS.search(text)
    return match.start() if match else 0


def _decode_any(data: bytes, file: str) -> DecodedText:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decode_as(data, encoding, file)
    wide = _wide_encoding(data)
    if wide:
        return _decode_as(data, wide, file)
    try:
        return DecodedText(text=data.decode("utf-8"), encoding="utf-8")
    except UnicodeDecodeError:
        return _decode_as(data, _legacy_encoding(data), file)


def _wide_encoding(data: bytes) -> str | None:
    """Name the UTF-16 without a byte-order mark that Latin text shows by every second byte being NUL."""
    sample = data[:4096]
    if len(sample) < 8:
        return None
    if sample[1::2].count(0) > 0.6 * len(sample[1::2]) and sample[::2].count(0) == 0:
        return "utf-16-le"
    if sample[::2].count(0) > 0.6 * len(sample[::2]) and sample[1::2].count(0) == 0:
        return "utf-16-be"
    return None


def _legacy_encoding(data: bytes) -> str:
    from charset_normalizer import from_bytes  # slow to import, and nearly every file is UTF-8

    sample = data[:_DETECTION_SAMPLE_BYTES]
    best = from_bytes(sample, cp_isolation=_LEGACY_ENCODINGS).best()
    if best is None:
        return "cp1252"
    try:
        is_western = sample.decode("cp1252") == sample.decode(best.encoding)
    except UnicodeDecodeError:
        return best.encoding
    return "cp1252" if is_western else best.encoding


def _decode_as(data: bytes, encoding: str, file: str) -> DecodedText:
    try:
        return DecodedText(text=data.decode(encoding), encoding=encoding)
    except UnicodeDecodeError as error:
        raise UnreadableArticle(
            f"the file is no {encoding} text: {error.reason}",
            file=file,
            place=f"byte {error.start}",
            remedy="Save the article as UTF-8.",
        ) from error
