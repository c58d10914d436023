"""What a person has been told, and how they want to be told: one read for the page."""

from __future__ import annotations

from dataclasses import dataclass

from checklist.model.notices import CalendarFeed, NotificationChoice, Told
from checklist.store.act import View
from checklist.store.notices import calendar_feeds, mail_plans, notices


@dataclass(frozen=True)
class NoticesPage:
    """The notices, the newest first; `address` is where mail goes, `sends` whether the region sends any.

    `feed`: the reader has given a calendar the address of their own.
    """

    notices: tuple[Told, ...]
    choice: NotificationChoice
    address: str
    sends: bool
    feed: CalendarFeed | None

    @property
    def unseen(self) -> tuple[Told, ...]:
        """Those that the reader has not seen."""
        return tuple(one for one in self.notices if one.seen_at is None)


def read(view: View) -> NoticesPage:
    """The page of the reader."""
    found, chosen = tuple(notices.own(view)), notices.choice(view)
    return NoticesPage(found, chosen, notices.own_address(view), mail_plans.active(view), calendar_feeds.own(view))
