"""Time expressions in German, English and Russian text: where they stand, their TIMEX3 values, their intervals."""

from assistant.language.times.question import Period, periods, question_period, question_window
from assistant.language.times.records import TimeExpression
from assistant.language.times.tagger import find_times

__all__ = ["Period", "TimeExpression", "find_times", "periods", "question_period", "question_window"]
