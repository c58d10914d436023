"""The library of 好事例: what hospitals offer of what was found good at them, by name or without, until they take it back."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from checklist.errors import Refused, Stale
from checklist.model.permission import Thing, Verb
from checklist.rules import access, practices
from checklist.rules.closing import erasure
from checklist.store import region, rows
from checklist.store.act import Act, View
from checklist.store.hospitals import filed_class, hospitals
from checklist.store.rows import insert


@dataclass(frozen=True)
class Practice:
    """One entry as everybody reads it: nothing in it leads to the visit, and to the hospital only if it is named.

    What too few hospitals have in common is left out of an entry without a name: then the year is None, the chapter empty.
    """

    title: str
    text: str
    chapter: str
    chapter_name: str
    fiscal_year: int | None
    hospital: str
    addon_class: int | None


@dataclass(frozen=True)
class Offer:
    """A 好事例 of one's own hospital and what was last done with it; `version` 0 as long as that is nothing."""

    finding_id: int
    visit_id: int
    fiscal_year: int
    chapter: str
    chapter_name: str
    item: str
    finding: str
    version: int
    offered: bool
    named: bool
    title: str
    text: str
    at: datetime | None
    by: str

    @property
    def erased(self) -> bool:
        """Whether what was offered is gone, because it named somebody."""
        return self.offered and erasure.is_tombstone(self.title)


Shared = tuple[int | str, ...]
"""What visits have in common: the year (0 for any), the sheet and, where it matters, code and name of a chapter."""
_LAST = "(SELECT max(id) FROM practice last WHERE last.finding_id = f.id)"
_OF_FINDING = """
FROM finding f JOIN visit ON visit.id = f.visit_id JOIN item ON item.id = f.item_id
JOIN chapter c ON c.id = item.chapter_id JOIN sheet_version v ON v.id = item.version_id JOIN sheet s ON s.id = v.sheet_id
"""
_LIBRARY = f"""
SELECT p.text AS kept, p.named, c.code AS chapter, c.name AS chapter_name, visit.fiscal_year, v.sheet_id,
    hospital.name AS hospital,
    {filed_class.in_sql("visit.host_id", "coalesce(visit.visit_date, :today)", "s.subject")} AS addon_class
{_OF_FINDING} JOIN practice p ON p.id = {_LAST} JOIN hospital ON hospital.id = visit.host_id
WHERE p.offered AND f.kind = 'good_practice' AND f.dropped_at IS NULL
"""
_HOSTS = """
SELECT visit.fiscal_year, v.sheet_id, c.code, c.name, json_group_array(DISTINCT visit.host_id) AS hosts
FROM visit JOIN visit_sheet s ON s.visit_id = visit.id JOIN sheet_version v ON v.id = s.version_id
JOIN chapter c ON c.version_id = v.id
WHERE EXISTS (SELECT 1 FROM report WHERE report.visit_id = visit.id)
GROUP BY visit.fiscal_year, v.sheet_id, c.code, c.name
"""
_OFFERS = f"""
SELECT f.id AS finding_id, f.visit_id, visit.fiscal_year, c.code AS chapter, c.name AS chapter_name, item.code AS item,
    f.text AS finding, coalesce(p.id, 0) AS version, coalesce(p.offered, 0) AS offered, coalesce(p.named, 1) AS named,
    coalesce(p.text, '') AS kept, p.at, coalesce(person.name, '') AS "by", visit.host_id
{_OF_FINDING} LEFT JOIN practice p ON p.id = {_LAST} LEFT JOIN person ON person.id = p.person_id
WHERE f.kind = 'good_practice' AND f.dropped_at IS NULL
    AND EXISTS (SELECT 1 FROM report WHERE report.visit_id = visit.id)
"""


def library(view: View) -> list[Practice]:
    """Every entry, the newest year first, then by chapter and title; raises Forbidden."""
    view.require(Verb.READ, Thing.PRACTICES)
    found = view.db.execute(_LIBRARY, {"today": view.today.isoformat()}).fetchall()
    # Counted only where there is an entry without a name.
    nameless, least = any(not row["named"] for row in found), region.of(view).minimum_group_size
    common = _common(view, least) if nameless else {}
    entries = [_entry(row, common, least) for row in found if not erasure.is_tombstone(row["kept"])]
    return sorted(entries, key=lambda one: (-(one.fiscal_year or 0), one.chapter, one.title, one.text))


def _entry(row: Row, common: Mapping[Shared, int], least: int) -> Practice:
    title, text = practices.parted(row["kept"])
    if row["named"]:
        return rows.one(Practice, row, title=title, text=text)
    chapter = (row["sheet_id"], row["chapter"], row["chapter_name"])
    # A chapter that only one version has, or names so, tells of who was visited with that version.
    of_chapter = practices.may_tell(common.get((0, *chapter), 0), least)
    # And together with the year of who was visited with it then.
    of_year = practices.may_tell(common.get((row["fiscal_year"], *(chapter if of_chapter else chapter[:1])), 0), least)
    code, name = chapter[1:] if of_chapter else ("", "")
    return Practice(title, text, code, name, row["fiscal_year"] if of_year else None, "", None)


def _common(view: View, least: int) -> dict[Shared, int]:
    """How many hospitals were visited in a year (0 for any) with a sheet, or with a chapter of this code and name in it.

    Nobody in a year that may not be told for the sake of another: an entry without its year is of one of the years that are
    kept back, and these, too, must be of enough hospitals. Else the first report of a new year would name whose entry it is.
    """
    found: defaultdict[Shared, set[int]] = defaultdict(set)
    few: defaultdict[Shared, set[int]] = defaultdict(set)
    for row in view.db.execute(_HOSTS):
        for year in (0, row["fiscal_year"]):
            for shared in ((row["sheet_id"],), (row["sheet_id"], row["code"], row["name"])):
                found[year, *shared] |= set(json.loads(row["hosts"]))
    for key, hosts in found.items():
        if not practices.may_tell(len(hosts), least):
            few[key[1:]] |= hosts
    untold = {key for key, hosts in few.items() if not practices.may_tell(len(hosts), least)}
    return {key: 0 if key[0] and key[1:] in untold else len(hosts) for key, hosts in found.items()}


def offers(view: View, hospital_id: int) -> list[Offer]:
    """The 好事例 of sealed reports of one's own hospital with what became of them, the newest first; raises Forbidden."""
    view.require(Verb.READ, Thing.PRACTICE_OFFERS, access.of_hospital(hospital_id))
    found = view.db.execute(f"{_OFFERS} AND visit.host_id = ? ORDER BY visit.fiscal_year DESC, f.id", [hospital_id])
    return [_offer(row) for row in found]


def _offer(row: Row) -> Offer:
    title, text = practices.parted(row["kept"])
    return rows.one(Offer, row, title=title, text=text)


def of_finding(view: View, finding_id: int) -> Offer:
    """The same of one finding; raises Forbidden, also where there is none."""
    return _offer(_require(view, finding_id, Verb.READ))


def _require(view: View, finding_id: int, verb: Verb) -> Row:
    row: Row | None = view.db.execute(f"{_OFFERS} AND f.id = ?", [finding_id]).fetchone()
    # The same answer for what is not there and for what is another's: a number tells nothing.
    view.require(verb, Thing.PRACTICE_OFFERS, access.of_hospital(row["host_id"] if row else 0))
    assert row is not None
    return row


def offer(act: Act, finding_id: int, version: int, named: bool, title: str, text: str, consented: bool) -> None:
    """Put a 好事例 into the library, or change what stands there; raises Stale, Refused or Forbidden."""
    old = _require(act, finding_id, Verb.WRITE)
    hospital = hospitals.get(act, old["host_id"]).name
    if found := practices.faults(title, text, named, hospital, consented):
        raise Refused(found)
    if old["version"] != version:
        raise Stale
    row = {"finding_id": finding_id, "offered": True, "named": named, "text": practices.joined(title, text)}
    insert(act, "practice", row)


def withdraw(act: Act, finding_id: int, version: int) -> None:
    """Take it back: it stands nowhere any more, and what was done stays in the history; raises Stale, Refused or Forbidden."""
    old = _require(act, finding_id, Verb.WRITE)
    if old["version"] != version:
        raise Stale
    if not old["offered"]:
        raise Refused("この好事例は公開していません。")
    insert(act, "practice", {"finding_id": finding_id, "offered": False, "named": False, "text": ""})
