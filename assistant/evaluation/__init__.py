"""Question sets, measures and the report: how good the answers are, in numbers that anyone can compute again."""

from assistant.evaluation.questions import Question, read_questions
from assistant.evaluation.report import Report
from assistant.evaluation.run import Progress, evaluate

__all__ = ["Progress", "Question", "Report", "evaluate", "read_questions"]
