"""What the start page tells: a task, and what all tasks of a reader look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from checklist import words
from checklist.model.visits import Visit, VisitState
from checklist.rules.visits import visit_states, visit_times
from checklist.store.act import View

ENDED = frozenset({VisitState.REPORTED, VisitState.ACKNOWLEDGED, VisitState.CLOSED, VisitState.CANCELLED})


@dataclass(frozen=True)
class Task:
    """One thing to do: what, the facts beside it, where to go; `tone` is late, now or an empty text."""

    title: str
    detail: str
    href: str
    label: str
    tone: str = ""
    today: bool = False
    """Whether it is for this very day: it stands first, before what is late."""


@dataclass(frozen=True)
class Scene:
    """What all tasks look at: the reader, the day, and the visits that the reader may know of."""

    view: View
    today: date
    year: int
    names: dict[int, str]
    visits: tuple[Visit, ...]

    def dated(self, visit: Visit) -> str:
        """Date and mode of a visit in words."""
        return f"{visit_times.of_visit(visit) or '日程未定'}・{words.VISIT_MODES[visit.mode]}"

    def ahead(self, visit: Visit) -> str:
        """That the day of a visit is still far away, as a sentence; empty if it is not."""
        far = visit_states.is_preview(visit.state, visit.visit_date, self.today)
        return "訪問日はまだ先です。" if far else ""

    def is_late(self, visit: Visit) -> bool:
        """Whether the day of a visit has passed."""
        return visit.visit_date is not None and visit.visit_date < self.today
