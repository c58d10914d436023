"""The council from the inside: meetings with their items, members by term, and the frozen papers of items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from checklist.errors import Fault, Refused
from checklist.model.center.activities import CouncilItem, CouncilMeeting
from checklist.model.center.council import CouncilMember, Paper
from checklist.model.permission import Thing, Verb
from checklist.rules.center import council, periods, releases
from checklist.rules.center.releases import Release
from checklist.rules.fields import text_limits
from checklist.store import region, rows
from checklist.store.act import Act, View
from checklist.store.center import observers, public_editions
from checklist.store.files import files
from checklist.store.records import records
from checklist.words.center import PAPERS

GONE = "会議の決まっていない議題は、会議を選んでから資料を作成してください。"


def meetings(view: View) -> list[CouncilMeeting]:
    """Every meeting, the newest first; raises Forbidden."""
    return records.of_hospital(view, None, CouncilMeeting)


def items(view: View, meeting_id: int | None) -> list[CouncilItem]:
    """The agenda of a meeting in its order, or with None the drafts that have no meeting yet; raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    found = (
        records.where(view, None, CouncilItem, "meeting_id", [meeting_id])
        if meeting_id is not None
        else [one for one in records.of_hospital(view, None, CouncilItem) if one.meeting_id is None]
    )
    return sorted(found, key=lambda one: (one.place, one.id))


def members(view: View, day: date | None = None) -> list[CouncilMember]:
    """The members, on a day only those whose term covers it, by group and as they were entered; raises Forbidden."""
    found = records.of_hospital(view, None, CouncilMember)
    return sorted((one for one in found if day is None or one.serves(day)), key=lambda one: (one.term_from, one.id))


def save_item(act: Act, item: CouncilItem) -> int:
    """Put an item on the agenda of its meeting, or change it; raises Forbidden, NotFound, Refused or Stale."""
    act.require(Verb.WRITE, Thing.CENTER_RECORDS)
    if item.meeting_id is not None:
        records.get(act, CouncilMeeting, item.meeting_id)
    if found := list(council.named_members(item, members(act))):
        raise Refused(found)
    return records.save(act, None, item)


def hold(act: Act, meeting_id: int, version: int, present: int, absent: int, listeners: int) -> None:
    """Note that a meeting was held, by how many; who came to listen is a number from now on.

    Raises Forbidden, NotFound, Refused or Stale.
    """
    act.require(Verb.WRITE, Thing.CENTER_RECORDS)
    found = records.get(act, CouncilMeeting, meeting_id)
    if found.held_on > act.today:
        raise Refused("開催日より前に開催済みにはできません。")
    told = replace(found, version=version, held=True, present=present, absent=absent, observers=listeners)
    records.save(act, None, told)
    observers.forget(act, meeting_id)


@dataclass(frozen=True)
class Drawn:
    """What a paper was drawn from, and the files it became."""

    kind: str
    period: str
    public: bool
    figures: str
    title: str
    as_of: datetime
    contents: tuple[tuple[str, bytes], ...]
    """Kind of file -> its bytes."""


def papers(view: View, item_ids: Sequence[int]) -> list[Paper]:
    """The papers of items that were not taken back, in the order in which they were frozen; raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    slots = ", ".join("?" for _ in item_ids)
    found = view.db.execute(
        f"""SELECT * FROM council_paper p WHERE item_id IN ({slots})
            AND NOT EXISTS (SELECT 1 FROM council_paper_removal r WHERE r.paper_id = p.id) ORDER BY id""",
        list(item_ids),
    )
    return rows.many(Paper, found)


def released(view: View, start: int) -> list[Release]:
    """The periods whose figures were frozen for everybody, as a paper, taken back or not, or as the edition of a year.

    `start` is the first month of a fiscal year. The one list of what was told: whoever tells more asks it. Raises Forbidden.
    """
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    # One that was taken back may have been read all the same: nobody knows.
    found = view.db.execute("SELECT DISTINCT period, figures FROM council_paper WHERE public = 1 AND figures <> ''")
    papers = [Release(periods.parse(row["period"], start), row["figures"]) for row in found]
    return papers + [Release(periods.parse(f"fy{year}", start), "") for year in public_editions.newest(view)]


def first_of(view: View, kind: str, period: str) -> list[Paper]:
    """The files of a public paper as they were frozen first, taken back or not; raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    found = view.db.execute(
        """SELECT p.* FROM council_paper p WHERE public = 1 AND figures <> '' AND kind = :kind AND period = :period
            AND item_id = (SELECT item_id FROM council_paper WHERE public = 1 AND figures <> '' AND kind = :kind
                AND period = :period ORDER BY id LIMIT 1) ORDER BY id""",
        {"kind": kind, "period": period},
    )
    first = rows.many(Paper, found)
    return [one for one in first if one.as_of == first[0].as_of]


def again(act: Act, item_id: int, first: Sequence[Paper]) -> list[int]:
    """Use the files of a paper for another item, too, as they are; raises Forbidden, NotFound or Refused.

    The figures of a period are told once: a second edition would tell by its difference what the first one hides.
    """
    _open_item(act, item_id)
    return [
        rows.insert(
            act, "council_paper",
            {**{name: getattr(one, name) for name in _OF_A_PAPER}, "item_id": item_id},
        )
        for one in first
    ]  # fmt: skip


_OF_A_PAPER = ("kind", "period", "public", "figures", "file", "title", "as_of", "sha256", "bytes")


def freeze(act: Act, item_id: int, drawn: Drawn) -> list[int]:
    """Keep files as the papers of an item; raises Forbidden, NotFound, or Refused where they may not be what they say."""
    item = _open_item(act, item_id)
    if drawn.kind not in PAPERS:
        raise Refused("資料の種類を選んでください。")
    if not (item.closed or drawn.public):
        # What is open may leave; what was drawn for members alone must not hang on it.
        raise Refused("公開の議題の資料は、公表用で作成してください。")
    # Asked again here, where nobody else can freeze another edition meanwhile.
    if drawn.public and drawn.figures:
        start = region.of(act).fiscal_year_start_month
        span = periods.parse(drawn.period, start)
        if found := list(releases.faults(span, drawn.figures, released(act, start), act.today)):
            raise Refused(found[0])
    return [
        rows.insert(
            act, "council_paper",
            {
                "item_id": item_id, "kind": drawn.kind, "period": drawn.period, "public": drawn.public,
                "figures": drawn.figures, "file": file, "title": drawn.title, "as_of": drawn.as_of, "bytes": len(content),
                "sha256": files.put(files.folder(act.db), content),
            },
        )
        for file, content in drawn.contents
    ]  # fmt: skip


def _open_item(act: Act, item_id: int) -> CouncilItem:
    act.require(Verb.WRITE, Thing.CENTER_RECORDS)
    item = records.get(act, CouncilItem, item_id)
    if item.meeting_id is None:
        raise Refused(GONE)
    records.get(act, CouncilMeeting, item.meeting_id)
    return item


def take_back(act: Act, paper_id: int, reason: str) -> None:
    """Take a paper from its item for a reason; its file is kept. Raises Forbidden, NotFound or Refused."""
    act.require(Verb.WRITE, Thing.CENTER_RECORDS)
    text_limits.require(text_limits.REASON, reason)
    if not reason.strip():
        raise Refused([Fault("取り下げる理由", "入力してください。")])
    paper(act, paper_id)
    rows.insert(act, "council_paper_removal", {"paper_id": paper_id, "reason": reason.strip()})


def paper(view: View, paper_id: int) -> Paper:
    """One paper that was not taken back; raises Forbidden or NotFound."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    found = view.db.execute(
        """SELECT * FROM council_paper p WHERE id = ?
            AND NOT EXISTS (SELECT 1 FROM council_paper_removal r WHERE r.paper_id = p.id)""",
        [paper_id],
    )
    return rows.one(Paper, rows.first(found, NO_PAPER))


def content(view: View, paper_id: int) -> tuple[Paper, bytes]:
    """A paper with its bytes as they were frozen; raises Forbidden or NotFound."""
    found = paper(view, paper_id)
    return found, files.get(files.folder(view.db), found.sha256)


NO_PAPER = "指定された資料はありません。"
