"""Markdown → plain text with one line a paragraph; the parsing is markdown-it's."""

from __future__ import annotations


def plain_text(markdown: str) -> tuple[str | None, str]:
    """The first heading of the highest level, if the text begins with it, and the text without marks and images."""
    from markdown_it import MarkdownIt

    title, paragraphs = None, []
    number = ""
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    for at, token in enumerate(tokens):
        if token.type == "list_item_open" and token.info:
            number = f"{token.info}{token.markup} "  # "30. November" at the start of a line is taken for a list
        elif token.type in ("code_block", "fence"):
            paragraphs.append(token.content)
        elif token.type == "inline" and token.children is not None:
            text = "".join(
                {"softbreak": "\n", "hardbreak": "\n"}.get(child.type, child.content)
                for child in token.children
                if child.type in ("text", "code_inline", "softbreak", "hardbreak")
            )
            if tokens[at - 1].type == "heading_open" and tokens[at - 1].tag == "h1" and not paragraphs and not title:
                title = " ".join(text.split())
            elif text.strip():
                paragraphs.append(number + text)
            number = ""
    return title, "\n\n".join(paragraphs)
