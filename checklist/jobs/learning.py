"""Measuring what became of the figures behind trainings, once the year after the training is over."""

from __future__ import annotations

from checklist.comparison import attended
from checklist.model.center.learning import Effect, Source
from checklist.rules import fiscal_year
from checklist.store import region
from checklist.store.act import Act
from checklist.store.center import learning

RATED = frozenset({Source.CHAPTER, Source.ITEM})
"""What visitors rated; what else may have led to a training is told of the region as a whole."""


def measure_due(act: Act) -> int:
    """Measure every training that is due, and return how many; raises Forbidden."""
    start = region.of(act).fiscal_year_start_month
    running = fiscal_year.of_day(act.today, start)
    made = 0
    for draft, held_on, came in learning.due_trainings(act):
        after = fiscal_year.of_day(held_on, start) + 1
        # A year later, when everything of that year is there; and nothing where nobody said who attended.
        if draft.ground.source not in RATED or after >= running or not came or draft.ground.fiscal_year >= after:
            continue
        before = draft.ground.fiscal_year
        found = attended.measure(act, draft.ground, before, after, came, learning.known_effects(act))
        if found.reason == attended.NOTHING:
            continue
        effect = Effect(
            draft.id, before, after, draft.ground.sheet, found.items, found.attended, found.others, found.splits,
            tuple(sorted(came)), found.reason, act.at,
        )  # fmt: skip
        learning.keep_effect(act, effect)
        made += 1
    return made
