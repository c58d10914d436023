"""Invented lists of a desk for tests, and many cases that were taken from them by chance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from checklist.model.center import Case, Contact, DeskRule, Known
from checklist.model.center.desk import Edition, Option
from checklist.readings.center.counted import Counted
from checklist.rules import fiscal_year
from checklist.rules.center import periods
from checklist.store.center import shipped

FIRST, LAST = date(2026, 4, 1), date(2027, 3, 31)


def option(listed: str, code: str, label: str = "", former: str = "", parent: str = "") -> Option:
    """An entry with its code as its word, unless another is given."""
    return Option(listed, code, label or code, parent, "", "", former)


def edition(number: int, since: date, *options: Option) -> Edition:
    """An edition of nothing but these entries."""
    return Edition(number, f"第{number}版", since, options)


def renamed(before: Edition, since: date, listed: str, **codes: str) -> Edition:
    """The next edition: the same lists, in one of them some codes under another name."""
    options = tuple(
        replace(one, code=codes[one.code], former=one.code)
        if one.listed == listed and one.code in codes
        else replace(one, former="")
        for one in before.options
    )
    return Edition(before.number + 1, f"第{before.number + 1}版", since, options)


def cases_by_chance(seed: int, count: int) -> list[Known]:
    """Cases of one fiscal year with up to three contacts each, their codes from the shipped lists."""
    rng, lists = Random(seed), shipped.edition().lists()
    found = []
    for number in range(1, count + 1):
        day = FIRST + timedelta(days=rng.randrange(365))
        codes: dict[str, Any] = {
            name: rng.choice(list(lists[name])) for name in ("kind", "caller", "subject", "facility", "department")
        }
        more: dict[str, Any] = {
            name: rng.choice(list(lists[name])) for name in ("satisfaction", "difficulty", "gender")
        }
        contacts = tuple(
            Contact(
                id=10 * number + place, case_id=number, held_on=min(day + timedelta(days=place), LAST),
                channel=rng.choice(list(lists["channel"])), started=rng.choice(("", "09:10", "11:59", "16:00")),
                minutes=rng.choice((None, 0, 4, 5, 29, 30, 61)),
                responses=tuple(rng.sample(list(lists["response"]), rng.randrange(4))),
            )
            for place in range(rng.randrange(1, 4))
        )  # fmt: skip
        found.append(Known(Case(id=number, received_on=day, **codes, **more), contacts))
    return found


def counted(
    cases: list[Known], editions: tuple[Edition, ...] = (shipped.edition(),), before: int = 0, code: str = "fy2026"
) -> Counted:
    """What the tables of a fiscal year are made of, without a database."""
    span = periods.parse(code, 4)
    contacts = tuple(one for each in cases for one in each.contacts)
    by_year: dict[int, list[Contact]] = {}
    years: dict[int, list[Known]] = {}
    for one in contacts:
        by_year.setdefault(fiscal_year.of_day(one.held_on), []).append(one)
    for each in cases:
        years.setdefault(fiscal_year.of_day(each.case.received_on), []).append(each)
    earlier = (periods.parse("fy2025", 4), before) if before else None
    rule = DeskRule(valid_from=date(2000, 1, 1))
    return Counted(
        span, tuple(cases), contacts, years, by_year, editions, rule, {}, shipped.national(), earlier, span.months
    )
