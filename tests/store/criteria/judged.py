"""How a requirement of the host stands, as its leader reads it."""

from __future__ import annotations

from datetime import date

from checklist.readings import criteria
from checklist.rules.criteria.evaluation import Evaluation, Judgement
from checklist.store import db
from tests.cycle import who
from tests.world import HOST, World, by


def evaluation(world: World, on: date, login: str = "leader.h01") -> Evaluation:
    """Everything that is asked of the host on a day."""
    with db.reading() as connection:
        return criteria.evaluation(by(connection, who(world, login)), world.hospitals[HOST], on)


def judgement(found: Evaluation, requirement: str) -> Judgement:
    """One requirement of it."""
    return next(one for one in found.judgements if one.requirement.code == requirement)
