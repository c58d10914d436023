"""What is shipped for the desk of a centre as data files: lists, phrases, places to send callers to, national figures."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from pathlib import Path

from checklist.model.center.desk import Edition, NationalFigure, Option, Phrase
from checklist.store import db
from checklist.words.center import STANDARD

EVER = date(2000, 1, 1)
"""The day since which the shipped edition is in use."""


def table(name: str) -> list[list[str]]:
    """The rows below the head of one file."""
    path: Path = db.ROOT / "data" / "center" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as found:
        return list(csv.reader(found))[1:]


@cache
def edition() -> Edition:
    """標準分類（例）."""
    options = (
        Option(listed, code, label, above, survey, sure)
        for listed, code, label, above, survey, sure in table("options")
    )
    return Edition(0, STANDARD, EVER, tuple(options))


@cache
def phrases() -> tuple[Phrase, ...]:
    """What can be said, in the order of a call."""
    return tuple(Phrase(*row) for row in table("phrases"))


@cache
def national() -> tuple[NationalFigure, ...]:
    """National figures, each with its year, base and source."""
    return tuple(
        NationalFigure(what, part, int(year), int(value), unit, base, source, note)
        for what, part, year, value, unit, base, source, note in table("national")
    )


@cache
def referrals() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Name, what for, and the codes of the subjects of every place that is shipped; hours and numbers are the centre's own."""
    return tuple((name, purpose, tuple(subjects.split())) for name, purpose, subjects, _ in table("referrals"))
