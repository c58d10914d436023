"""What next year's visitors say of earlier findings, shown at the item where a finding stands in today's sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from sqlite3 import Row

from checklist.errors import Fault, NotFound, NotOpen, Refused
from checklist.model.assessments import Assessment, Track
from checklist.model.closing import report
from checklist.model.improvements import Outcome, Sequel
from checklist.model.permission import Thing, Verb
from checklist.model.sheets import SheetVersion
from checklist.rules import access
from checklist.rules.fields import typed_text
from checklist.rules.improvements import follow_up
from checklist.rules.improvements.follow_up import Noted
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.assessments import assessments
from checklist.store.closing import closing_rows, findings
from checklist.store.closing.findings import Finding
from checklist.store.improvements import improvement_plans
from checklist.store.sheets import sheets
from checklist.store.visits import visit_rows, visits


@dataclass(frozen=True)
class Marked:
    """What a visit says of an earlier finding, since when and by whom."""

    mark: Sequel
    comment: str
    at: datetime
    by: str
    person_id: int


@dataclass(frozen=True)
class EarlierFinding:
    """A finding of an earlier visit: where it stands now, what was done, and what this visit says of it."""

    finding: Finding
    fiscal_year: int
    items: tuple[str, ...]
    action: str
    person_in_charge: str
    due_on: date | None
    progress: str
    completed_on: date | None
    marked: Marked | None
    plan_hidden: bool = False
    """What was done is between the hospital and its visitors; this reader is told only of the finding."""

    @property
    def mark(self) -> Sequel | None:
        """The mark of this visit, if there is one."""
        return self.marked.mark if self.marked else None

    @property
    def comment(self) -> str:
        """What was written beside the mark."""
        return self.marked.comment if self.marked else ""


# The findings of sealed reports; a reopened report counts again once its next edition is sealed.
_SEALED = """
WITH noted AS (
    SELECT visit.id AS noted_visit, visit.fiscal_year, visit.host_id, visit.visit_date FROM visit
    WHERE visit.state IN ('reported', 'acknowledged', 'closed')
        AND EXISTS (SELECT 1 FROM report WHERE report.visit_id = visit.id)
)
"""
_EARLIER = f"""{_SEALED}
SELECT found.*, noted.fiscal_year, noted.host_id,
    coalesce(plan.action, '') AS action, coalesce(plan.person_in_charge, '') AS person_in_charge, plan.due_on,
    plan.completed_on,
    coalesce((SELECT text FROM progress_note WHERE plan_id = plan.id ORDER BY id DESC LIMIT 1), '') AS progress,
    mine.mark, mine.comment, mine.at, mine.person_id AS marker_id, marker.name AS "by",
    (SELECT json_group_array(mark) FROM (SELECT u.mark FROM follow_up u JOIN visit later ON later.id = u.visit_id
        WHERE u.finding_id = found.id AND u.visit_id IS NOT :visit
            AND later.state IN ('reported', 'acknowledged', 'closed')
        ORDER BY later.fiscal_year, later.visit_date, later.id)) AS marks
FROM ({findings.SELECT} WHERE f.dropped_at IS NULL) AS found
JOIN noted ON noted.noted_visit = found.visit_id
LEFT JOIN improvement_plan plan ON plan.finding_id = found.id
LEFT JOIN follow_up mine ON mine.finding_id = found.id AND mine.visit_id = :visit
LEFT JOIN person marker ON marker.id = mine.person_id
"""

# Where they stand and no more: a region has 10,000 of them, of which nothing but the places is compared.
_STANDING = f"""{_SEALED}
SELECT f.id AS finding_id, noted.host_id AS hospital_id, f.visit_id, noted.fiscal_year, v.code AS version_code,
    item.code AS item, c.code AS chapter
FROM finding f JOIN noted ON noted.noted_visit = f.visit_id JOIN item ON item.id = f.item_id
JOIN chapter c ON c.id = item.chapter_id JOIN sheet_version v ON v.id = item.version_id
WHERE f.dropped_at IS NULL AND f.kind = 'finding'
"""


def for_visit(view: View, visit_id: int, *version_codes: str) -> list[EarlierFinding]:
    """Earlier findings that this visit looks at again, for some of its sheets; raises Forbidden."""
    visit = visits.require(view, visit_id, Thing.FOLLOW_UPS, Verb.READ)
    found = _earlier(view, visit.host_id, visit.fiscal_year, version_codes, visit_id)
    return found if view.may(Verb.READ, Thing.EARLIER_PLANS, access.of_visit(visit)) else _without_plans(found)


def for_assessment(view: View, assessment: Assessment) -> list[EarlierFinding]:
    """Earlier findings beside a self- or visitor assessment, for those who fill it in; raises NotFound or Forbidden."""
    assessments.require(view, assessment.id, Verb.WRITE)
    if assessment.track is Track.AGREED:
        return []
    codes = (assessment.version_code,)
    return _earlier(view, assessment.hospital_id, assessment.fiscal_year, codes, assessment.visit_id)


def _earlier(
    view: View, host_id: int, fiscal_year: int, version_codes: Sequence[str], visit_id: int | None
) -> list[EarlierFinding]:
    if not version_codes:
        return []
    noted = view.db.execute(
        f"""{_EARLIER} WHERE noted.host_id = :host AND found.visit_id IS NOT :visit AND noted.fiscal_year < :year
            ORDER BY noted.fiscal_year DESC, found.id""",
        {"host": host_id, "visit": visit_id, "year": fiscal_year},
    ).fetchall()
    last_year = max((row["fiscal_year"] for row in noted), default=0)
    open_rows = [row for row in noted if follow_up.is_open(_noted(row), last_year)]
    found: dict[int, EarlierFinding] = {}
    for chain in sheets.chains(view, version_codes).values():
        place = _places(chain)
        for row in open_rows:
            items = place(row["version_code"], row["item"])
            # A finding of one sheet stands in the list of that sheet only.
            if items is not None:
                found[row["id"]] = _finding(row, items)
    return list(found.values())


def _without_plans(found: list[EarlierFinding]) -> list[EarlierFinding]:
    """The findings alone: what the hospital does about them is between it and its visitors."""
    return [
        replace(one, action="", person_in_charge="", due_on=None, progress="", completed_on=None, plan_hidden=True)
        for one in found
    ]


def _noted(row: Row) -> Noted:
    return rows.one(Noted, row, finding_id=row["id"], hospital_id=row["host_id"])


def _places(chain: Sequence[SheetVersion]) -> Callable[[str, str], tuple[str, ...] | None]:
    """Where an item of an older version of the same sheet stands now; None for an item of another sheet."""
    older = {version.code: chain[: place + 1] for place, version in enumerate(chain)}

    # A region has thousands of findings at a few hundred items.
    @cache
    def place(code: str, item: str) -> tuple[str, ...] | None:
        return follow_up.descendants(item, older[code]) if code in older else None

    return place


def _finding(row: Row, items: tuple[str, ...]) -> EarlierFinding:
    finding = rows.one(Finding, row)
    return rows.one(EarlierFinding, row, finding=finding, items=items, marked=_marked(row), plan_hidden=False)


def _marked(row: Row | None) -> Marked | None:
    if row is None or row["mark"] is None:
        return None
    return rows.one(Marked, row, person_id=row["marker_id"])


def mark(act: Act, visit_id: int, finding_id: int, found: Sequel, comment: str = "") -> None:
    """Say 解決, 継続 or 再発 of an earlier finding; as often as wanted while the visit is not reported."""
    _require(act, visit_id, finding_id, comment)
    act.db.execute(
        """INSERT INTO follow_up (finding_id, visit_id, mark, comment, at, person_id) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (finding_id, visit_id) DO UPDATE SET mark = excluded.mark, comment = excluded.comment,
               at = excluded.at, person_id = excluded.person_id""",
        [finding_id, visit_id, found.value, typed_text.prose(comment).strip(), act.stamp, act.principal.person_id],
    )


def _require(view: View, visit_id: int, finding_id: int, comment: str) -> None:
    visit = visits.require(view, visit_id, Thing.FOLLOW_UPS, Verb.WRITE)
    if visit.state not in access.WRITABLE_VISITS:
        raise NotOpen("報告済み・終了・中止の訪問のため、記録を変更できません。")
    if len(comment) > 2000:
        raise Refused([Fault("コメント", "2000文字以内で入力してください。")])
    past = visit_rows.get(view.db, closing_rows.finding(view.db, finding_id).visit_id)
    if past.host_id != visit.host_id or past.fiscal_year >= visit.fiscal_year:
        raise NotFound("この病院への以前の訪問の指摘事項ではありません。")


def deliver(
    act: Act,
    visit_id: int,
    finding_id: int,
    wanted: tuple[Sequel, str],
    seen: datetime | None,
) -> tuple[Outcome, Marked | None]:
    """Take a mark that may come late or twice: it counts only on top of what its sender saw, and once.

    `seen` is when the mark on the sender's screen was made, None if there was none. Returns what stands now.
    """
    (found, comment), now = wanted, current(act, visit_id, finding_id)
    _require(act, visit_id, finding_id, comment)
    # By the moment that the server wrote down: two tablets never agree on a clock.
    if (now.at if now else None) == seen:
        mark(act, visit_id, finding_id, found, comment)
        return Outcome.SAVED, current(act, visit_id, finding_id)
    # The acknowledgement was lost on the way and the tablet sends again; a conflict with oneself would frighten.
    if now and (now.person_id, now.mark, now.comment) == (act.principal.person_id, found, comment.strip()):
        return Outcome.DUPLICATE, now
    return Outcome.CONFLICT, now


def current(view: View, visit_id: int, finding_id: int) -> Marked | None:
    """What a visit says of an earlier finding now; raises NotFound or Forbidden."""
    visits.require(view, visit_id, Thing.FOLLOW_UPS, Verb.READ)
    row = view.db.execute(
        """SELECT u.mark, u.comment, u.at, u.person_id AS marker_id, person.name AS "by"
           FROM follow_up u JOIN person ON person.id = u.person_id WHERE u.visit_id = ? AND u.finding_id = ?""",
        [visit_id, finding_id],
    ).fetchone()
    return _marked(row)


def marked(view: View, visit_id: int) -> tuple[report.FollowUp, ...]:
    """Everything that a visit said of earlier findings, as it stands in its report; raises NotFound or Forbidden."""
    visits.require(view, visit_id, Thing.FOLLOW_UPS, Verb.READ)
    found = view.db.execute(
        """SELECT u.finding_id, u.mark, u.comment, f.text, item.code, past.fiscal_year FROM follow_up u
           JOIN finding f ON f.id = u.finding_id JOIN item ON item.id = f.item_id JOIN visit past ON past.id = f.visit_id
           WHERE u.visit_id = ? ORDER BY u.finding_id""",
        [visit_id],
    )
    return tuple(report.FollowUp(finding_id, Sequel(mark), *rest) for finding_id, mark, *rest in found)


def repeated(view: View, hospital_ids: Iterable[int]) -> dict[tuple[int, str], int]:
    """(hospital, chapter code) -> how many findings stand where an earlier year had one; for these hospitals only.

    Left out are hospitals of whose plans the principal may not even see the state.
    """
    wanted = frozenset(one for one in hospital_ids if Verb.SEE_STATE in improvement_plans.verbs(view, one))
    noted = [rows.one(Noted, row, marks=()) for row in view.db.execute(_STANDING) if row["hospital_id"] in wanted]
    return follow_up.count_by_chapter(again(view, noted))


def again(view: View, noted: Sequence[Noted]) -> tuple[Noted, ...]:
    """Which of these findings stand where an earlier year had one among them; raises Forbidden."""
    newest: dict[str, str] = {}
    chains = sheets.chains(view, [line.code for line in reversed(sheets.versions(view))])
    for code, chain in chains.items():
        newest |= {version.code: code for version in chain}
    places = {code: _places(chains[code]) for code in set(newest.values())}
    found = {one.finding_id: places[newest[one.version_code]](one.version_code, one.item) or () for one in noted}
    return follow_up.repeated(noted, found)
