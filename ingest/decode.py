"""Bytes → text, and damaged text → the text that was meant."""

from __future__ import annotations

import codecs
import re
import unicodedata

from assistant.errors import SourceError

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\x1f\x8b": "a gzip archive",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"{\\rtf": "a rich text document",
    b"\x7fELF": "a program",
    b"SQLite format": "a database",
}
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_WESTERN = re.compile(r"[^ -~\s¡-¿À-ÿŒœŠšŽžŸƒ–—‘’‚“”„†‡•…‰‹›€™]|[¡¿¹²³¼½¾×÷](?=[a-zà-ÿ])")
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_HIGH_WORD = re.compile(rb"[\x80-\xff]{3,}")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
# Not to be seen, but able to hide words from a search or from a reader: soft hyphen, zero-width, bidirectional
# controls, fillers, variation selectors, tags (Unicode 16, categories Cf and Default_Ignorable_Code_Point).
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a]"
)
_SPACE = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def decode(data: bytes, *, html: bool = False) -> str:
    """The text in `data`: UTF-8, UTF-16, UTF-32, or a single-byte encoding found by what the text then looks like.

    With `html` a charset declared in the page counts where the bytes are no UTF-8. Raises SourceError where there is
    no text: empty, or binary.
    """
    if not data.strip():
        raise SourceError("the file is empty", "nothing was stored")
    for start, name in _BINARY.items():
        if data.startswith(start):
            raise SourceError(f"this is {name}, not text", "convert it to .txt, .md, .html or .jsonl first")
    text = _decoded(data, html=html)
    if len(_CONTROLS.findall(text)) > max(2, len(text) // 200):
        raise SourceError("this is a binary file, not text", "convert it to .txt, .md, .html or .jsonl first")
    return text


def _decoded(data: bytes, *, html: bool) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if b"\0" in data:
        return _utf16_without_mark(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if html and (declared := _DECLARED.search(data[:4096])):
        try:
            name = codecs.lookup(declared[1].decode("ascii")).name
            # Browsers read a declared Latin-1 as cp1252 (WHATWG Encoding Standard): it holds „“ and €.
            return data.decode("cp1252" if name == "iso8859-1" else name)
        except (LookupError, UnicodeDecodeError):
            pass
    return _by_line(data) or _single_byte(data)


def _utf16_without_mark(data: bytes) -> str:
    pairs = max(len(data) // 2, 1)
    for encoding, nulls in (("utf-16-le", data[1::2].count(0)), ("utf-16-be", data[0::2].count(0))):
        if nulls / pairs > 0.4:
            return data.decode(encoding, errors="replace")
    raise SourceError("this is a binary file, not text", "convert it to .txt, .md, .html or .jsonl first")


def _by_line(data: bytes) -> str:
    """UTF-8 with some lines in cp1252, as where files were joined; empty where UTF-8 is not the rule."""
    lines = data.split(b"\n")
    decoded, good, bad = [], 0, 0
    for line in lines:
        try:
            decoded.append(line.decode("utf-8"))
            good += not line.isascii()
        except UnicodeDecodeError:
            decoded.append(line.decode("cp1252", errors="replace"))
            bad += 1
    return "\n".join(decoded) if good > bad else ""


def _single_byte(data: bytes) -> str:
    """Western text is cp1252, which holds Latin-1; other text goes to charset-normalizer.

    Left to itself, charset-normalizer takes short German Latin-1 files for Central European or Cyrillic ones.
    """
    in_words = sum(map(len, _HIGH_WORD.findall(data)))  # in Cyrillic or Greek all letters are high bytes
    if in_words < len(_HIGH_BYTE.findall(data)) / 3:
        text = data.decode("cp1252", errors="replace")
        if "\ufffd" not in text and not _WESTERN.search(text):
            return text
    from charset_normalizer import from_bytes

    found = from_bytes(
        data,
        cp_isolation=["cp1251", "koi8_r", "cp866", "iso8859_5", "cp1250", "iso8859_2", "cp1252", "cp1254", "cp1253"],
    ).best()
    return str(found) if found else data.decode("cp1252", errors="replace")


def mend(text: str) -> str:
    """The text that was meant: mojibake mended, NFC, no invisible characters, plain spaces, `\\n` line ends.

    Quotation marks stay as they are. See https://ftfy.readthedocs.io for what is mended.
    """
    if not text.isascii():
        import ftfy

        text = ftfy.fix_text(text, uncurl_quotes=False, fix_character_width=False, normalization=None)
    elif "&" in text or "\x1b" in text:
        import ftfy

        text = ftfy.fix_text(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    text = text.replace("\x0b", "\n").replace("\x0c", "\n\n").replace("\x85", "\n")
    text = _INVISIBLE.sub("", _SURROGATE.sub("\ufffd", text))
    text = _SPACE.sub(" ", _CONTROLS.sub("", text)).replace("\x1b", "")
    return unicodedata.normalize("NFC", text)
