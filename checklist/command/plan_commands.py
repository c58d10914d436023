"""The planner without a browser."""

from __future__ import annotations

import json
from argparse import Namespace
from dataclasses import replace

from checklist.readings import plan_in_words, year_plan
from checklist.store.act import operator, viewing

DONE = 0


def propose(options: Namespace) -> int:
    """Tell what the planner proposes for a year, and change nothing."""
    with viewing(operator()) as view:
        question, plan = year_plan.question_of(view, options.year)
    settings = question.settings
    settings = replace(
        settings,
        same_group=settings.same_group or options.same_group,
        other_area=settings.other_area and not options.within_area,
        kilometres=settings.kilometres if options.within_km is None else options.within_km,
    )
    found = year_plan.proposed(replace(question, settings=settings), plan)
    print(
        json.dumps(plan_in_words.described(found), ensure_ascii=False)
        if options.json
        else plan_in_words.in_words(found)
    )
    return DONE
