"""今後取り上げてほしいテーマ: what was wished in the questionnaires of the last two years, for whoever chooses the next theme."""

from __future__ import annotations

from checklist.model.center.questionnaires import Wish
from checklist.rules.center.training_steps import MEMORY
from checklist.store import region
from checklist.store.act import View
from checklist.store.center import questionnaires


def read(view: View) -> tuple[Wish, ...]:
    """Every wish, the newest training first; topics before own words, the more wanted ones first; raises Forbidden."""
    return tuple(questionnaires.wishes(view, view.today - MEMORY, region.of(view).minimum_group_size))
