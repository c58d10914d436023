"""What everybody may read of the council without signing in: announced meetings, and published ones with their open items."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlite_utils import Database

from checklist.model.center.activities import CouncilItem, CouncilMeeting
from checklist.model.center.council import Paper
from checklist.store import rows
from checklist.store.center.council import NO_PAPER
from checklist.store.files import files


@dataclass(frozen=True)
class PublicMeeting:
    """One meeting as it is public; closed items have lost everything but their title and the reason."""

    meeting: CouncilMeeting
    items: tuple[CouncilItem, ...]
    papers: dict[int, tuple[Paper, ...]]
    """Item -> its papers; those of open items of published meetings alone."""


_PUBLISHED = "m.withdrawn_at IS NULL AND m.held AND m.published_on <= :today"
_ANNOUNCED = "m.withdrawn_at IS NULL AND NOT m.held AND m.announced_on <= :today AND m.held_on >= :today"
# Every condition in the one statement that both the page and the file ask: a paper that the page does not show is
# handed to nobody who guesses its number.
_PAPERS = f"""SELECT p.*, i.meeting_id FROM council_paper p JOIN council_item i ON i.id = p.item_id
JOIN council_meeting m ON m.id = i.meeting_id
WHERE p.public = 1 AND i.withdrawn_at IS NULL AND NOT i.closed AND {_PUBLISHED}
AND NOT EXISTS (SELECT 1 FROM council_paper_removal r WHERE r.paper_id = p.id)"""


def published(db: Database, today: date) -> tuple[PublicMeeting, ...]:
    """The meetings whose record is public on a day, the newest first."""
    found = _meetings(db, today, f"{_PUBLISHED} ORDER BY m.held_on DESC, m.id DESC")
    papers: dict[int, dict[int, tuple[Paper, ...]]] = {}
    for row in db.execute(f"{_PAPERS} ORDER BY p.id", {"today": today.isoformat()}):
        mine = papers.setdefault(row["meeting_id"], {})
        mine[row["item_id"]] = (*mine.get(row["item_id"], ()), rows.one(Paper, row))
    return tuple(PublicMeeting(one, _items(db, one.id), papers.get(one.id, {})) for one in found)


def announced(db: Database, today: date) -> tuple[PublicMeeting, ...]:
    """The meetings that are still to come and are announced on a day, the next first; of their items the titles alone."""
    found = _meetings(db, today, f"{_ANNOUNCED} ORDER BY m.held_on, m.id")
    return tuple(PublicMeeting(one, tuple(_bare(item) for item in _items(db, one.id)), {}) for one in found)


def paper(db: Database, today: date, paper_id: int, file: str) -> tuple[Paper, bytes]:
    """A paper of an open item of a published meeting with its bytes; raises NotFound for every other one."""
    found = db.execute(
        f"{_PAPERS} AND p.id = :id AND p.file = :file", {"today": today.isoformat(), "id": paper_id, "file": file}
    )
    one = rows.one(Paper, rows.first(found, NO_PAPER))
    return one, files.get(files.folder(db), one.sha256)


def _meetings(db: Database, today: date, which: str) -> list[CouncilMeeting]:
    return rows.many(
        CouncilMeeting, db.execute(f"SELECT m.* FROM council_meeting m WHERE {which}", {"today": today.isoformat()})
    )


def _items(db: Database, meeting_id: int) -> tuple[CouncilItem, ...]:
    found = db.execute(
        "SELECT * FROM council_item WHERE withdrawn_at IS NULL AND meeting_id = ? ORDER BY place, id", [meeting_id]
    )
    # Here and not where it is shown: no page, feed or file that is made of it can hold what is closed.
    return tuple(_bare(one) if one.closed else one for one in rows.many(CouncilItem, found))


def _bare(item: CouncilItem) -> CouncilItem:
    return replace(item, papers="", opinions="")
