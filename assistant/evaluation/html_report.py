"""`report.html`: one file to look at, with nothing to fetch and every text escaped."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from importlib.resources import files
from string import Template

from assistant.evaluation import charts
from assistant.evaluation.estimate import Estimate
from assistant.evaluation.failures import Failure
from assistant.evaluation.metrics import FAMILIES
from assistant.evaluation.outcome import Outcome, Source
from assistant.evaluation.report import Report

MOST_FAILURES = 300  # rows a browser shows at once without effort; the rest stand in answers.jsonl
GROUP_COLUMNS = (
    "right_minus_wrong",
    "coverage",
    "hit@1",
    "containment",
    "facts",
    "citation_precision",
    "abstention_f1",
)
_NOTHING = "–"


def html_report(report: Report) -> str:
    """The whole page. Its content security policy forbids every request, even if some text got in unescaped."""
    folder = files("assistant.evaluation") / "data"
    return Template((folder / "report.html").read_text(encoding="utf-8")).substitute(
        style=(folder / "report.css").read_text(encoding="utf-8"),
        title=escape(report.questions_file),
        about=_about(report),
        warnings="".join(f'<p class="warning">{escape(text)}</p>' for text in report.warnings),
        verdicts=_verdicts(report),
        metrics=_metrics(report.overall),
        charts=_charts(report),
        groups=_groups("By tag", report.by_tag) + _groups("By language", report.by_language),
        failures=_failures(report.failures),
    )


def _about(report: Report) -> str:
    items = {"created": report.created, "questions": str(len(report.outcomes)), **report.about}
    return "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in items.items())


def _verdicts(report: Report) -> str:
    shown = [(name, count) for name, count in report.verdicts.items() if count]
    bar = "".join(f'<span class="{name}" style="flex-grow:{count}"></span>' for name, count in shown)
    key = "".join(f'<li><i class="{name}"></i>{count} {name}</li>' for name, count in shown)
    return f'<div class="verdicts" aria-hidden="true">{bar}</div><ul class="key">{key}</ul>'


def _metrics(estimates: Mapping[str, Estimate]) -> str:
    rows = []
    for family, metrics in FAMILIES.items():
        rows.append(f'<tr class="family"><th colspan="5" scope="rowgroup">{escape(family)}</th></tr>')
        rows += [_metric_row(estimates[metric.name]) for metric in metrics]
    return "".join(rows)


def _metric_row(found: Estimate) -> str:
    metric = found.metric
    drawn = ""
    if metric.unit == "share" and found.value is not None and found.low is not None and found.high is not None:
        drawn = charts.interval(found.value, found.low, found.high)
    arrow = "↑" if metric.better == "higher" else "↓"
    return (
        f'<tr><th scope="row">{escape(metric.title)} <abbr title="{metric.better} is better">{arrow}</abbr>'
        f"<small>{escape(metric.meaning)}</small></th>"
        f'<td class="value">{found.shown}</td><td class="span">{found.shown_interval}</td>'
        f'<td class="drawn">{drawn}</td><td class="count">{found.n}</td></tr>'
    )


def _charts(report: Report) -> str:
    figures = []
    if report.curve:
        figures.append(
            f"<figure>{charts.risk_coverage(report.curve)}<figcaption>Risk and coverage: the share of wrong answers "
            "when only the most confident are given. It ends where the assistant abstains.</figcaption></figure>"
        )
    seconds = [outcome.seconds["total"] for outcome in report.outcomes if "total" in outcome.seconds]
    if seconds:
        lines = [(f"p{rank}", report.overall[f"seconds_total_p{rank}"].value or 0.0) for rank in (50, 95)]
        figures.append(
            f"<figure>{charts.latencies(seconds, lines)}"
            "<figcaption>Latency: how long the whole answer took.</figcaption></figure>"
        )
    return "".join(figures)


def _groups(title: str, groups: Mapping[str, Mapping[str, Estimate]]) -> str:
    if not groups:
        return ""
    columns = [column for column in GROUP_COLUMNS if any(found[column].n for found in groups.values())]
    head = "".join(
        f'<th scope="col">{escape(next(iter(groups.values()))[column].metric.title)}</th>' for column in columns
    )
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{found["seconds_total_p50"].n}</td>'
        + "".join(f"<td>{_with_interval(found[column])}</td>" for column in columns)
        + "</tr>"
        for name, found in groups.items()
    )
    return (
        f'<h2>{title}</h2><div class="wide"><table class="groups">'
        f'<thead><tr><td></td><th scope="col">n</th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _with_interval(found: Estimate) -> str:
    return f"{found.shown}<small>{found.shown_interval}</small>" if found.value is not None else found.shown


def _failures(failures: tuple[Failure, ...]) -> str:
    if not failures:
        return "<p>None.</p>"
    rest = len(failures) - MOST_FAILURES
    more = f"<p>{rest} more stand in report.json and answers.jsonl.</p>" if rest > 0 else ""
    rows = "".join(map(_failure_row, failures[:MOST_FAILURES]))
    return (
        '<table class="failures"><thead><tr><th scope="col">Question</th><th scope="col">Expected</th>'
        f'<th scope="col">Got</th><th scope="col">Sources</th></tr></thead><tbody>{rows}</tbody></table>{more}'
    )


def _failure_row(failure: Failure) -> str:
    outcome = failure.outcome
    reasons = "".join(f"<li>{escape(reason)}</li>" for reason in failure.reasons)
    before = "".join(f"<small>after: {escape(asked)}</small>" for asked, _ in outcome.question.history)
    return (
        f'<tr><th scope="row" data-label="Question">{before}{escape(outcome.question.question)}'
        f"<small>{escape(outcome.question.id)}</small></th>"
        f'<td data-label="Expected">{_expected(outcome)}</td>'
        f'<td data-label="Got">{_long(outcome.text)}<ul class="reasons">{reasons}</ul></td>'
        f'<td data-label="Sources">{_sources(outcome)}</td></tr>'
    )


def _expected(outcome: Outcome) -> str:
    question = outcome.question
    if question.has_answer is False:
        return "<em>no answer</em>"
    parts = [("answer", " / ".join(question.answers))] if question.answers else []
    parts += [("fact", " / ".join(fact)) for fact in question.must_include]
    parts += [("not", entry) for entry in question.must_not_include]
    listed = "".join(f"<p><small>{kind}</small>{escape(part)}</p>" for kind, part in parts)
    named = f"<small>in {escape(', '.join(question.articles))}</small>" if question.articles else ""
    return (listed + named) or _NOTHING


def _sources(outcome: Outcome) -> str:
    if outcome.sources:
        return "".join(map(_source, outcome.sources))
    found = ", ".join(outcome.retrieved[:3])
    return f"<small>none cited; retrieved first: {escape(found)}</small>" if found else _NOTHING


def _source(source: Source) -> str:
    where = ", ".join(part for part in (source.outlet, source.title) if part)
    where = where if source.stated else f"in a note: {where}"
    return (
        f"<p>[{source.number}] {escape(source.quote)}<small>{escape(where)} ({escape(source.article_id)})</small></p>"
    )


def _long(text: str) -> str:
    return f"<p>{escape(text)}</p>" if text else _NOTHING
