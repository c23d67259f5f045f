"""What cleaning leaves of whole pages as plain text: `python tests/benchmarks/cleaning.py [-v]`.

Every visible line of the pages of `shared/eval/fundus-dev` (menus, boxes, footers and all) goes through the cleaning
of plain text, with the page's title as the first line and without it. Recall: sentences of the publisher's own
extraction that are still there, of those in the dump. Precision: words of the cleaned text that stand in that
extraction. Harder than most scrapes, since no markup is left.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from fundus import GoldPage, pages
from lxml import html as lxml_html

from assistant.language.sentences import split_sentences
from ingest.clean import clean
from ingest.decode import decode, mend
from ingest.headline import same

MARK = "\ue000"  # a character that no page holds
INLINE = frozenset(["a", "abbr", "b", "em", "font", "i", "mark", "q", "s", "small", "span", "strong", "sub", "sup"])


def visible_lines(source: bytes, *, titled: bool) -> str:
    """A page's text with a line for each block, as a browser without style sheets would show it."""
    tree = lxml_html.document_fromstring(decode(source, html=True))
    title = " ".join(tree.findtext(".//title", "").split()) if titled else ""
    for element in tree.xpath("//script | //style | //noscript | //template | //svg | //head | //comment()"):
        if element.getparent() is not None:
            element.drop_tree()
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag not in INLINE:
            element.text = MARK + (element.text or "")
            element.tail = MARK + (element.tail or "")
    lines = [" ".join(line.split()) for line in tree.text_content().split(MARK)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join([title, "", *lines])).strip()


def squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())


def sentences(page: GoldPage) -> Iterator[str]:
    for paragraph in page.prose:
        text = mend(paragraph)
        yield from (text[start:end] for start, end in split_sentences(text, "de"))


def main() -> None:
    for titled in (True, False):
        print("with the page's title as first line" if titled else "without it")
        measure(titled=titled)


def measure(*, titled: bool) -> None:
    present = kept = words_right = words_found = words_dumped = titles = count = 0
    for page in pages():
        dump = mend(visible_lines(page.html, titled=titled))
        cleaned = clean(dump)
        gold = squeezed(mend("\n".join([page.title, *page.paragraphs])))
        there = [sentence for sentence in sentences(page) if squeezed(sentence) in squeezed(dump)]
        left = [sentence for sentence in there if squeezed(sentence) in squeezed(cleaned.text + cleaned.title)]
        right = [line for line in cleaned.text.split("\n\n") if squeezed(line) in gold]
        lengths = [sum(len(line.split()) for line in lines) for lines in (right, cleaned.text.split("\n\n"), [dump])]
        count += 1
        titles += same(cleaned.title, page.title)
        present, kept = present + len(there), kept + len(left)
        words_right, words_found, words_dumped = (
            total + more for total, more in zip((words_right, words_found, words_dumped), lengths, strict=True)
        )
        if "-v" in sys.argv:
            print(f"== {page.name}: {len(left)}/{len(there)} sentences, precision {lengths[0] / lengths[1]:.2f}")
            print(f"   {cleaned.title!r} of {cleaned.outlet!r}, by {cleaned.author!r}")
            print(f"   published {cleaned.published} / {page.published}")
            print("".join(f"   LOST {sentence}\n" for sentence in there if sentence not in left), end="")
            others = [line for line in cleaned.text.split("\n\n") if squeezed(line) not in gold]
            print("".join(f"   LEFT {line[:150]}\n" for line in others), end="")
    print(f"pages {count}, sentences in the dumps {present}")
    print(f"recall of sentences {kept / present:.4f} ({present - kept} lost)")
    print(f"precision in words {words_right / words_found:.3f}, before cleaning {words_right / words_dumped:.3f}")
    print(f"title equal {titles}/{count}")


if __name__ == "__main__":
    main()
