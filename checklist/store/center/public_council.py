"""What everybody may read of the council without signing in: announced meetings, and published ones with their open items."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlite_utils import Database

from checklist.model.center.activities import CouncilItem, CouncilMeeting
from checklist.store import rows


@dataclass(frozen=True)
class PublicMeeting:
    """One meeting as it is public; closed items have lost everything but their title and the reason."""

    meeting: CouncilMeeting
    items: tuple[CouncilItem, ...]


_PUBLISHED = "held AND published_on <= :today"
_ANNOUNCED = "NOT held AND announced_on <= :today AND held_on >= :today"


def published(db: Database, today: date) -> tuple[PublicMeeting, ...]:
    """The meetings whose record is public on a day, the newest first."""
    found = db.execute(
        f"SELECT * FROM council_meeting WHERE withdrawn_at IS NULL AND {_PUBLISHED} ORDER BY held_on DESC, id DESC",
        {"today": today.isoformat()},
    )
    return tuple(
        PublicMeeting(one, _items(db, one.held_on, today, _PUBLISHED)) for one in rows.many(CouncilMeeting, found)
    )


def announced(db: Database, today: date) -> tuple[PublicMeeting, ...]:
    """The meetings that are still to come and are announced on a day, the next first; of their items the titles alone."""
    found = db.execute(
        f"SELECT * FROM council_meeting WHERE withdrawn_at IS NULL AND {_ANNOUNCED} ORDER BY held_on, id",
        {"today": today.isoformat()},
    )
    return tuple(
        PublicMeeting(one, tuple(_bare(item) for item in _items(db, one.held_on, today, _ANNOUNCED)))
        for one in rows.many(CouncilMeeting, found)
    )


def _items(db: Database, day: date, today: date, public: str) -> tuple[CouncilItem, ...]:
    # An item is known by its day alone: beside a meeting that is not public it may be one of that other meeting.
    found = db.execute(
        f"""SELECT * FROM council_item WHERE withdrawn_at IS NULL AND held_on = :day
            AND NOT EXISTS (SELECT 1 FROM council_meeting m
                WHERE m.withdrawn_at IS NULL AND m.held_on = :day AND ({public}) IS NOT TRUE)
            ORDER BY place, id""",
        {"day": day.isoformat(), "today": today.isoformat()},
    )
    # Here and not where it is shown: no page, feed or file that is made of it can hold what is closed.
    return tuple(_bare(one) if one.closed else one for one in rows.many(CouncilItem, found))


def _bare(item: CouncilItem) -> CouncilItem:
    return replace(item, papers="", opinions="")
