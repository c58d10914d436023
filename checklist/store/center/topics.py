"""The topics in editions, and what hospitals and the centre wish to be taken up: their last word of each year counts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date
from functools import cache

from checklist.errors import Refused
from checklist.model.center.learning import Topic, TopicEdition
from checklist.model.permission import Thing, Verb
from checklist.rules import access, fiscal_year
from checklist.rules.center import topics as rules
from checklist.store import region
from checklist.store.act import Act, View
from checklist.store.center import shipped
from checklist.store.hospitals import hospitals
from checklist.store.rows import insert, packed


@dataclass(frozen=True)
class WishTotals:
    """How many hospitals wish a topic, of how many that said anything; None as long as these are too few to be told of.

    They stand still until so many hospitals have said something else that nobody can tell what one of them said.
    """

    fiscal_year: int
    answered: int | None
    hospitals: dict[str, int]
    center: tuple[str, ...]
    """What the centre wishes, the most important first."""


def editions(view: View) -> tuple[TopicEdition, ...]:
    """Every edition of the topics, the shipped one first; raises Forbidden."""
    view.require(Verb.READ, Thing.TOPICS)

    def read() -> tuple[TopicEdition, ...]:
        found = view.db.execute("SELECT id, name, since, topics FROM topic_edition ORDER BY since, id")
        return (shipped.topics(), *(_edition(*row) for row in found))

    return view.once("topic editions", read)


@cache
def _edition(number: int, name: str, since: str, topics: str) -> TopicEdition:
    made = (
        Topic(code, label, tuple(chapters), tuple(subjects), tuple(parts))
        for code, label, chapters, subjects, parts in json.loads(topics)
    )
    return TopicEdition(number, name, date.fromisoformat(since), tuple(made))


def in_use(view: View) -> TopicEdition:
    """The topics of today; raises Forbidden."""
    return next(one for one in reversed(editions(view)) if one.number == 0 or one.since <= view.today)


def chapters(view: View) -> frozenset[str]:
    """Every chapter of every sheet, as `sheet:chapter`; raises Forbidden."""
    view.require(Verb.READ, Thing.SHEETS)
    found = view.db.execute(
        """SELECT DISTINCT sheet.code || ':' || chapter.code FROM chapter JOIN sheet_version v ON v.id = version_id
            JOIN sheet ON sheet.id = v.sheet_id"""
    )
    return frozenset(row[0] for row in found)


def adopt(act: Act, name: str, since: date, topics: Sequence[Topic]) -> int:
    """Put new topics into use from a day on; raises Forbidden, or Refused with everything wrong with them."""
    act.require(Verb.WRITE, Thing.TOPICS)
    if found := rules.faults(name, since, topics, editions(act), chapters(act)):
        raise Refused(found)
    content = packed([astuple(one) for one in topics])
    return insert(act, "topic_edition", {"name": name.strip(), "since": since, "topics": content})


def wish(act: Act, hospital_id: int | None, wished: Sequence[str]) -> None:
    """Say what is wished for in this fiscal year, the most important first; for the centre without a hospital.

    Raises NotFound, Forbidden or Refused.
    """
    if hospital_id is None:
        act.require(Verb.WRITE, Thing.TOPICS)
    else:
        hospitals.get(act, hospital_id)
        act.require(Verb.WRITE, Thing.TOPIC_WISHES, access.of_hospital(hospital_id))
    if found := rules.wish_faults(wished, in_use(act)):
        raise Refused(found)
    row = {"hospital_id": hospital_id, "fiscal_year": _this_year(act), "topics": json.dumps(list(wished))}
    insert(act, "topic_wish", row)


def wished(view: View, hospital_id: int | None) -> dict[int, tuple[str, ...]]:
    """Fiscal year -> what a hospital, or the centre, wished last, the newest year first; raises Forbidden."""
    if hospital_id is None:
        view.require(Verb.READ, Thing.WISH_TOTALS)
    else:
        view.require(Verb.READ, Thing.TOPIC_WISHES, access.of_hospital(hospital_id))
    rows = view.db.execute(
        "SELECT fiscal_year, topics FROM topic_wish WHERE hospital_id IS ? ORDER BY fiscal_year DESC, id", [hospital_id]
    )
    return {row["fiscal_year"]: tuple(json.loads(row["topics"])) for row in rows}


def totals(view: View, year: int) -> WishTotals:
    """The wishes of a year, summed up; raises Forbidden."""
    view.require(Verb.READ, Thing.WISH_TOTALS)
    rows = view.db.execute(
        "SELECT hospital_id, topics FROM topic_wish WHERE fiscal_year = ? AND hospital_id IS NOT NULL ORDER BY id",
        [year],
    )
    words = [(row["hospital_id"], json.loads(row["topics"])) for row in rows]
    said = [one for one in rules.settled(words, region.of(view).minimum_group_size).values() if one]
    counts = Counter(one for each in said for one in each)
    return WishTotals(year, len(said) or None, dict(counts), wished(view, None).get(year, ()))


def _this_year(view: View) -> int:
    return fiscal_year.of_day(view.today, region.of(view).fiscal_year_start_month)
