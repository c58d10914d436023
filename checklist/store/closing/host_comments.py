"""What the host says to the findings and the 講評: its own words, printed beside the visitors'."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from checklist.errors import NotFound, NotOpen, Stale
from checklist.model.permission import Thing, Verb
from checklist.model.visits import VisitState
from checklist.rules.fields import text_limits
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.closing import closing_rows
from checklist.store.rows import insert, update
from checklist.store.visits import visits

REMARKS = 0
"""In place of a finding: the comment on the 講評."""

_SELECT = """
SELECT c.*, coalesce(finding_id, 0) AS about, person.name AS "by" FROM host_comment c JOIN person ON person.id = c.person_id
"""


@dataclass(frozen=True)
class HostComment:
    """What the host says to one finding, or to the 講評 (`about` is `REMARKS`); empty once it was taken back."""

    id: int
    about: int
    text: str
    version: int
    updated_at: datetime
    by: str


def of_visit(view: View, visit_id: int) -> dict[int, HostComment]:
    """What is commented on (a finding's id, or `REMARKS`) -> the host's comment; raises NotFound or Forbidden."""
    visits.require(view, visit_id, Thing.CLOSING, Verb.READ)
    found = rows.many(HostComment, view.db.execute(f"{_SELECT} WHERE visit_id = ?", [visit_id]))
    return {one.about: one for one in found}


def save(act: Act, visit_id: int, about: int, version: int, text: str) -> int:
    """Write the comment on a finding or on the `REMARKS` if it still has this version (0: none yet); the new version.

    Raises Forbidden, NotFound, NotOpen, Refused, or Stale if somebody else was first.
    """
    visit = visits.require(act, visit_id, Thing.HOST_COMMENTS, Verb.WRITE)
    text_limits.require(text_limits.HOST_COMMENT, text)
    if visit.state is not VisitState.ON_SITE or closing_rows.meeting(act.db, visit_id) is None:
        raise NotOpen("講評の記録は、講評会の間のみ変更できます。")
    if about != REMARKS and about not in {one.id for one in closing_rows.findings(act.db, visit_id)}:
        raise NotFound("この指摘事項は取り下げられたか、登録されていません。")
    old = of_visit(act, visit_id).get(about)
    if (old.version if old else 0) != version:
        raise Stale
    if old:
        update(act, "host_comment", old.id, {"text": text.strip(), "version": version + 1})
    else:
        row = {"visit_id": visit_id, "finding_id": about or None, "text": text.strip(), "version": 1}
        insert(act, "host_comment", row)
    return version + 1
