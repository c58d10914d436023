"""The settings of the desk: its rules and its lists, each in editions, and the book of places to send callers to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from checklist.errors import Refused
from checklist.model.center import DeskRule, Referral, ResponseLine
from checklist.model.center.desk import Edition, Option
from checklist.model.permission import Thing, Verb
from checklist.rules.center import option_lists
from checklist.store.act import Act, View
from checklist.store.center import shipped
from checklist.store.records import records
from checklist.store.rows import insert, packed
from checklist.words.center import DOES, DOES_NOT


def editions(view: View) -> tuple[Edition, ...]:
    """Every edition of the lists, the shipped one first, then as they came into use; raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)

    def read() -> tuple[Edition, ...]:
        found = view.db.execute("SELECT id, name, since, options FROM option_edition ORDER BY since, id")
        return (shipped.edition(), *(_edition(*row) for row in found))

    return view.once("option editions", read)


# A row is never changed, and taking down a call asks for the lists four times.
@cache
def _edition(number: int, name: str, since: str, options: str) -> Edition:
    return Edition(number, name, date.fromisoformat(since), tuple(Option(*one) for one in json.loads(options)))


def edition_on(view: View, day: date) -> Edition:
    """The lists as they are on a day; raises Forbidden."""
    known = editions(view)
    # A day before the first of them is a slip, about which the record is refused and the lists are not.
    return next((one for one in reversed(known) if one.since <= day), known[0])


def in_use(view: View) -> tuple[Edition, ...]:
    """The editions that have come into use by now, that of today last; raises Forbidden."""
    return tuple(one for one in editions(view) if one.since <= view.today)


def edition(view: View, number: int) -> Edition:
    """One edition, that of today if there is none of this number; raises Forbidden."""
    known = {one.number: one for one in editions(view)}
    return known.get(number) or edition_on(view, view.today)


def adopt(act: Act, name: str, since: date, options: Sequence[Option]) -> int:
    """Put new lists into use from a day on; raises Forbidden, or Refused with everything wrong with them."""
    act.require(Verb.WRITE, Thing.CENTER_RECORDS)
    if found := option_lists.faults(name, since, options, editions(act)):
        raise Refused(found)
    content = [[one.listed, one.code, one.label, one.parent, one.survey, one.certainty, one.former] for one in options]
    row = {"name": name.strip(), "since": since, "options": packed(content)}
    return insert(act, "option_edition", row)


STANDARD_RULE = DeskRule(valid_from=shipped.EVER, does="\n".join(DOES), does_not="\n".join(DOES_NOT))
"""In use until a centre writes its own."""


def rule(view: View, day: date) -> DeskRule:
    """The rules of the desk on a day; raises Forbidden."""
    # Without an end: the newest that has begun is the one that counts.
    return next(iter(records.of_hospital(view, None, DeskRule, until=day)), STANDARD_RULE)


def referrals(view: View) -> list[Referral]:
    """The places to send callers to that are in use, in the order in which they were entered; raises Forbidden."""
    found = all_referrals(view)
    return sorted((one for one in found if not one.ended_on or one.ended_on > view.today), key=lambda one: one.id)


def names(view: View) -> dict[str, str]:
    """The same places by their numbers, by name alone: each call that is taken down asks for them; raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    found = view.db.execute(
        "SELECT id, name FROM referral WHERE withdrawn_at IS NULL AND (ended_on IS NULL OR ended_on > ?) ORDER BY id",
        [view.today.isoformat()],
    )
    return {str(row["id"]): row["name"] for row in found}


def all_referrals(view: View) -> list[Referral]:
    """Every place that was ever in the book, those no longer in use as well; raises Forbidden."""
    now = option_lists.anywhere("subject", in_use(view))
    found = records.of_hospital(view, None, Referral)
    return [replace(one, subjects=tuple(now.get(code, code) for code in one.subjects)) for one in found]


def line(view: View, word: str) -> ResponseLine | None:
    """How somebody known by a word is answered, if that was agreed; raises Forbidden."""
    found = records.of_hospital(view, None, ResponseLine)
    return next((one for one in found if word.strip() and one.reference_word == word.strip()), None)


def take_shipped_referrals(act: Act) -> int:
    """Put the shipped places into the book that are not in it, and return how many; raises Forbidden."""
    # Dated long ago: nobody has checked any of their hours, so that each is shown as due.
    # What is used no more stays in the book: it must not come back by itself.
    known = {one.name for one in all_referrals(act)}
    new = [one for one in shipped.referrals() if one[0] not in known]
    for name, purpose, subjects in new:
        records.save(act, None, Referral(name=name, purpose=purpose, subjects=subjects, checked_on=shipped.EVER))
    return len(new)
