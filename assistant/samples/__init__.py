"""The sample archive: news articles written for this project, and questions about them.

Every town, firm, person, outlet and event in them is invented, and so is the state of Kurovia.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def articles_folder() -> Path:
    """The folder of the sample articles, ready to be ingested."""
    return Path(str(files(__name__))) / "articles"


def questions_file() -> Path:
    """The question set about the sample articles, one JSON object a line."""
    return Path(str(files(__name__))) / "questions.jsonl"
