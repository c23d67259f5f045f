"""The measures, one family a module. None needs a judge model."""

from assistant.evaluation.metrics import abstention, answers, citations, facts, latency, retrieval, risk
from assistant.evaluation.metrics.metric import Metric

FAMILIES: dict[str, tuple[Metric, ...]] = {
    "Right and wrong": risk.METRICS,
    "Retrieval": retrieval.METRICS,
    "Answers": answers.METRICS + facts.METRICS,
    "Citations": citations.METRICS,
    "Abstention": abstention.METRICS,
    "Latency": latency.METRICS,
}
METRICS: tuple[Metric, ...] = tuple(metric for family in FAMILIES.values() for metric in family)

__all__ = ["FAMILIES", "METRICS", "Metric"]
