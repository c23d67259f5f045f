"""How right title, date and body of HTML pages come out: `python tests/benchmarks/html_extraction.py`.

Measured on the pages of `shared/eval/fundus-dev`, by what the publishers' own parsers find in them.
"""

from __future__ import annotations

import statistics
import sys

from fundus import f1, pages

from assistant.errors import SourceError
from ingest.decode import decode
from ingest.headline import same
from ingest.load import RawArticle
from ingest.prepare import Flags, prepare


def main() -> None:
    rows, titles, dates, undated, wrong = [], [], [], 0, []
    for page in pages():
        try:
            raw = RawArticle(source=page.name, kind="html", text=decode(page.html, html=True))
            article = prepare(raw, Flags())
        except SourceError as error:
            print(f"{page.name:45} {error}")
            rows.append((0.0, 0.0, 0.0))
            titles.append(False)
            dates.append(False)
            continue
        scores = f1(article.text, "\n".join(page.paragraphs))
        rows.append(scores)
        titles.append(same(article.title, page.title))
        published = article.published.isoformat() if article.published else ""
        dates.append(published == page.published)
        undated += not published
        if not titles[-1] or not dates[-1] or scores[2] < 0.9:
            wrong.append(
                f"{page.name:45} P {scores[0]:.2f} R {scores[1]:.2f}  {published or '-'} / {page.published or '-'}"
                f"  {article.title!r} / {page.title!r}"
            )
    print("\n".join(wrong) if "-v" in sys.argv else "", end="\n")
    precision, recall, score = (statistics.mean(column) for column in zip(*rows, strict=True))
    print(f"pages {len(rows)}")
    print(f"body: token precision {precision:.3f}, recall {recall:.3f}, F1 {score:.3f}")
    print(f"title equal {sum(titles)}/{len(titles)}, date equal {sum(dates)}/{len(dates)}, undated {undated}")


if __name__ == "__main__":
    main()
