"""Ids: how articles, versions, sentences and chunks are called outside the archive."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable
from pathlib import PurePath

from assistant.archive.records import NewArticle

# A file of many articles names none of them: a line without an id is known by its address or its text alone.
MANY_ARTICLES = (".jsonl", ".ndjson")
_GERMAN = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss"}
_LONGEST = 60  # characters of the readable part of an article's id
_PART = re.compile(
    r"(?P<article>.+)@(?P<version>[1-9][0-9]{0,8})#(?P<kind>[sc])(?P<number>[1-9][0-9]{0,8})", re.DOTALL
)


def text_hash(text: str) -> str:
    """SHA-256 of a text in hexadecimal: what tells two versions of an article apart."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def embedding_hash(text: str) -> str:
    """The key of a text's vector: 128 bits of BLAKE2b in hexadecimal, short since there is one for every sentence."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def embedded_text(title: str, text: str) -> str:
    """The text a chunk is embedded as: its article's title goes first, so that it is found by either."""
    return f"{title}\n{text}" if title else text


def sentence_id(article_id: str, version: int, position: int) -> str:
    """The id of the sentence at `position` (from 0)."""
    return f"{article_id}@{version}#s{position + 1}"


def chunk_id(article_id: str, version: int, position: int) -> str:
    """The id of the chunk at `position` (from 0)."""
    return f"{article_id}@{version}#c{position + 1}"


def parse_sentence_id(given: str) -> tuple[str, int, int] | None:
    """Article id, version and position (from 0) of a sentence id; None if it is none."""
    match = _PART.fullmatch(given)
    if match is None or match["kind"] != "s":
        return None
    return match["article"], int(match["version"]), int(match["number"]) - 1


def names_one_article(source: str, source_id: str | None) -> bool:
    """Whether source and id together tell which article it is when it comes again."""
    return bool(source_id) or (bool(source) and not source.lower().endswith(MANY_ARTICLES))


def new_article_id(article: NewArticle, taken: Callable[[str], bool]) -> str:
    """A readable id that is not taken: of the id in the source, else the file's name, else the title."""
    if article.source_id:
        readable = article.source_id
    elif article.source and names_one_article(article.source, None):
        readable = PurePath(article.source).stem
    else:
        readable = article.title
    base = _slug(readable) or "article"
    if not taken(base):
        return base
    origin = "\n".join((article.source, article.source_id or "", article.url or "", article.outlet or ""))
    digest = hashlib.sha256(f"{origin}\n{article.text}".encode("utf-8", "surrogatepass")).hexdigest()
    lengths = range(6, len(digest) + 1)
    return next(found for length in lengths if not taken(found := f"{base}-{digest[:length]}"))


def _slug(text: str) -> str:
    text = text.lower().translate(_GERMAN)
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", "-", plain).strip("-")[:_LONGEST].strip("-")
