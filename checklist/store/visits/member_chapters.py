"""Which member of a visit rates which chapters, and how far everybody has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from checklist.errors import Refused
from checklist.model.hospitals import Addon
from checklist.model.permission import Thing, Verb
from checklist.store import rows
from checklist.store.accounts import people
from checklist.store.accounts.people import Named
from checklist.store.act import Act, View
from checklist.store.assessments import expected_items
from checklist.store.clock import from_text
from checklist.store.hospitals import filed_class, lacking_modules
from checklist.store.sheets import sheets
from checklist.store.visits import visits


@dataclass(frozen=True)
class ChapterOfMember:
    """A chapter of a sheet version, given to a member."""

    person_id: int
    version_code: str
    chapter_code: str


@dataclass(frozen=True)
class MemberProgress:
    """One member: the chapters given to them, how much of those is answered, and where they answered last."""

    person_id: int
    name: str
    chapters: tuple[tuple[str, str], ...]
    items: int
    answered: int
    last_item: str
    last_chapter: str
    last_at: datetime | None


# Joined to the members: who leaves a visit keeps no chapters in it.
_CHAPTERS = """
SELECT m.person_id, v.code AS version_code, m.chapter_code FROM member_chapter m
JOIN sheet_version v ON v.id = m.version_id
JOIN visit_member USING (visit_id, person_id)
JOIN chapter c ON c.version_id = m.version_id AND c.code = m.chapter_code
WHERE m.visit_id = ? ORDER BY m.person_id, v.id, c.position
"""
_CLASS = "CASE sheet.subject WHEN 'infection' THEN host.infection ELSE host.safety END"
# What the host is on the day stands in the statement itself: the page of a visit has thirty of them at most.
_COUNTS = f"""
WITH host AS MATERIALIZED (
    SELECT {filed_class.in_sql(":host", ":day")} AS safety, {filed_class.in_sql(":host", ":day", Addon.INFECTION)} AS infection,
        {lacking_modules.in_sql(":host", ":day")} AS lacking
)
SELECT m.person_id, count(*) AS items, count(rating.value) AS answered FROM host JOIN member_chapter m
JOIN visit_sheet s ON s.visit_id = m.visit_id AND s.version_id = m.version_id
JOIN assessment a ON a.visit_sheet_id = s.id AND a.track = 'visitor'
JOIN sheet_version v ON v.id = m.version_id JOIN sheet ON sheet.id = v.sheet_id
JOIN chapter c ON c.version_id = m.version_id AND c.code = m.chapter_code
JOIN item ON item.chapter_id = c.id
LEFT JOIN rating ON rating.assessment_id = a.id AND rating.item_id = item.id
WHERE m.visit_id = :visit AND {expected_items.is_asked_in_sql(_CLASS, "host.lacking")} GROUP BY m.person_id
"""
_LAST = """
SELECT person_id, code, name, saved_at FROM (
    SELECT rating.person_id, item.code, chapter.name, rating.saved_at, row_number() OVER (
        PARTITION BY rating.person_id ORDER BY rating.saved_at DESC, item.position DESC) AS place
    FROM rating JOIN assessment a ON a.id = rating.assessment_id AND a.track = 'visitor'
    JOIN visit_sheet s ON s.id = a.visit_sheet_id
    JOIN item ON item.id = rating.item_id JOIN chapter ON chapter.id = item.chapter_id WHERE s.visit_id = ?)
WHERE place = 1
"""


def of_visit(view: View, visit_id: int) -> list[ChapterOfMember]:
    """Everything given to the members of a visit; raises Forbidden."""
    visits.require(view, visit_id, Thing.CHAPTERS, Verb.READ)
    return _given(view, visit_id)


def given(view: View, visit_id: int) -> list[ChapterOfMember]:
    """As `of_visit`, also for whoever holds a pass: the sheet marks the chapters of its member."""
    visits.get(view, visit_id)
    return _given(view, visit_id)


def _given(view: View, visit_id: int) -> list[ChapterOfMember]:
    def read(ids: list[int]) -> dict[int, list[ChapterOfMember]]:
        return {one: rows.many(ChapterOfMember, view.db.execute(_CHAPTERS, [one])) for one in ids}

    return view.each("chapters of visit", [visit_id], read)[visit_id]


def assign(act: Act, visit_id: int, person_id: int, version_code: str, chapters: Iterable[str]) -> None:
    """Give a member these chapters of one sheet version in place of those given before; several may share one."""
    visits.require(act, visit_id, Thing.CHAPTERS, Verb.WRITE)
    version = sheets.version_id(act, version_code)
    codes = list(dict.fromkeys(chapters))
    known = {chapter.code for chapter in sheets.get(act, version_code).chapters}
    if set(codes) - known:
        raise Refused("この点検表にない章です。")
    if not act.db.execute(
        "SELECT 1 FROM visit_sheet WHERE visit_id = ? AND version_id = ?", [visit_id, version]
    ).fetchone():
        raise Refused("この訪問では使わない点検表です。")
    act.db.execute(
        "DELETE FROM member_chapter WHERE visit_id = ? AND person_id = ? AND version_id = ?",
        [visit_id, person_id, version],
    )
    act.db.conn.executemany(
        "INSERT INTO member_chapter (visit_id, person_id, version_id, chapter_code) VALUES (?, ?, ?, ?)",
        [(visit_id, person_id, version, code) for code in codes],
    )


def progress(view: View, visit_id: int) -> list[MemberProgress]:
    """Who is where, member by member; the host learns chapters only, not what has been answered."""
    visit = visits.require(view, visit_id, Thing.CHAPTERS, Verb.READ)
    # How far a rating has come is part of a rating that is not submitted yet.
    hides = view.principal.hospital_id == visit.host_id
    every = _given(view, visit_id)
    members = people.several(view, visit.member_ids)
    day = (visit.visit_date or view.today).isoformat()
    counted = view.db.execute(_COUNTS, {"visit": visit_id, "host": visit.host_id, "day": day})
    counts = {row["person_id"]: (row["items"], 0 if hides else row["answered"]) for row in counted}
    lasts = {} if hides else {row["person_id"]: row for row in view.db.execute(_LAST, [visit_id])}
    return [
        _progress(members[person_id], every, counts.get(person_id, (0, 0)), lasts.get(person_id))
        for person_id in visit.member_ids
    ]


def _progress(
    member: Named, every: Iterable[ChapterOfMember], counts: tuple[int, int], last: Row | None
) -> MemberProgress:
    return MemberProgress(
        member.id,
        member.name,
        tuple((one.version_code, one.chapter_code) for one in every if one.person_id == member.id),
        *counts,
        last["code"] if last else "",
        last["name"] if last else "",
        from_text(last["saved_at"]) if last else None,
    )
