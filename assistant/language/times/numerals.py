"""Number words of one language as numbers: "einundzwanzig", "dreihundert", "zweieinhalb", "twenty-five"."""

from __future__ import annotations

from collections.abc import Mapping


class WordNumbers:
    """The number words of one language, from its `[numbers]` table."""

    def __init__(self, table: Mapping[str, float], joint: str) -> None:
        self._words: dict[str, float] = dict(table)
        units = {word: value for word, value in table.items() if 1 <= value <= 9}
        tens = {word: value for word, value in table.items() if value in range(20, 100, 10)}
        for tens_word, ten in tens.items():
            for unit_word, unit in units.items():
                order = (unit_word, tens_word) if joint == "und" else (tens_word, unit_word)
                self._words.setdefault(joint.join(order), ten + unit)
        if joint == "und":
            small = [(word, value) for word, value in self._words.items() if value < 100]
            self._words |= {f"{word}hundert": value * 100 for word, value in small if 1 <= value <= 9}
            self._words |= {f"{word}tausend": value * 1000 for word, value in small if value >= 1}
            self._words |= {f"{word}einhalb": value + 0.5 for word, value in small if 1 <= value <= 31}

    def words(self) -> tuple[str, ...]:
        """Every number word known."""
        return tuple(self._words)

    def value(self, word: str) -> int | float | None:
        """The number that `word` (small letters) means, or None."""
        number = self._words.get(word)
        if number is None:
            return None
        return int(number) if number == int(number) else number
