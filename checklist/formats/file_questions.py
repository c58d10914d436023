"""What only a person can say of a file: which of its sheets is meant, and whether hidden and struck-out rows count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checklist.errors import Refused

Answers = Mapping[str, str]
"""Key of a question -> code of the chosen option."""
NONE: Answers = {}
SHEET, HIDDEN, STRUCK = "sheet", "hidden", "struck"
TAKE, LEAVE = "take", "leave"
ROWS = ((LEAVE, "取り込まない"), (TAKE, "取り込む"))


@dataclass(frozen=True)
class Question:
    """A question with its options, code and word; the answer goes with the file when it is read again."""

    key: str
    sentence: str
    options: tuple[tuple[str, str], ...]
    start: str = ""
    """The code of the option that is proposed."""


class Asked(Refused):
    """The file was not read: whoever brings it has to say first what is meant."""

    def __init__(self, questions: Sequence[Question]) -> None:
        super().__init__(
            "\n".join(f"{one.sentence}（{'・'.join(word for _, word in one.options)}）" for one in questions)
        )
        self.questions = tuple(questions)


def numbers(rows: Sequence[int]) -> str:
    """Rows, counted from 0, as people call them: the first ten of them."""
    told = "、".join(f"{row + 1}" for row in rows[:10])
    return f"{told}行目" if len(rows) <= 10 else f"{told}行目など{len(rows)}行"
