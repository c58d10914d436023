"""What stands around a council meeting: its members, the papers frozen for it, who comes to listen, and the draw of seats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from checklist.errors import Fault
from checklist.model.fields import Owner, Period, Record, column
from checklist.words.center import MEMBER_GROUPS, MEMBER_ROLES, REPORT_PARTS


@dataclass(frozen=True, kw_only=True)
class CouncilMember(Record):
    """委員 of the council for one term; a name is never part of what is public."""

    KIND, WORD, TABLE = "council_member", "協議会の委員", "council_member"
    OWNER, PERIOD, DAY = Owner.CENTER, Period.STANDING, "term_from"
    AHEAD, LASTING = True, True
    PERSON = "name"

    term_from: date = column("任期の始まり", today=True)
    term_until: date = column("任期の終わり", not_before="term_from")
    name: str = column("氏名")
    member_group: str = column("区分", choices=MEMBER_GROUPS)
    role: str = column("役割", "member", choices=MEMBER_ROLES)
    called: bool = column("公募の委員", False)

    def serves(self, day: date) -> bool:
        """Whether the term covers a day."""
        return self.term_from <= day <= self.term_until


@dataclass(frozen=True, kw_only=True)
class ReportRemark(Record):
    """A sentence of the centre's own below one part of a report of one period."""

    KIND, WORD, TABLE = "report_remark", "実績報告の文章", "report_remark"
    OWNER, PERIOD = Owner.CENTER, Period.STANDING
    LASTING, ABOUT_PEOPLE = True, True
    KEY = ("period", "part")

    held_on: date = column("記載した日", today=True)
    period: str = column("期間", listed="period")
    part: str = column("報告の部分", choices=REPORT_PARTS)
    text: str = column("文章", long=True)

    def own_faults(self) -> Iterator[Fault]:
        """It stands in a public paper, too, where a line of its own would pass for a part of the report."""
        if len(self.text.strip().splitlines()) > MOST_LINES:
            yield Fault("文章", f"{MOST_LINES}行以内にしてください。")


MOST_LINES = 12


@dataclass(frozen=True)
class Paper:
    """A file that was drawn from live figures for an item, and has stayed as it was at that moment (`as_of`)."""

    id: int
    item_id: int
    kind: str
    period: str
    public: bool
    """Drawn from the public edition, in which small numbers are hidden; nothing else ever leaves the centre."""
    figures: str
    """The digest of its numbers where they count as a release of the period, '' otherwise."""
    file: str
    title: str
    as_of: datetime
    sha256: str
    bytes: int
    person_id: int


@dataclass(frozen=True)
class Observer:
    """Somebody who comes to listen; without a name once the meeting is over."""

    id: int
    meeting_id: int
    number: int
    way: str
    name: str
    contact: str
    access: str


@dataclass(frozen=True)
class Draw:
    """A draw of seats that anybody can repeat: from the seed and the numbers of those who entered."""

    meeting_id: int
    seats: int
    seed: str
    entrants: tuple[int, ...]
    drawn: tuple[int, ...]
    at: datetime


COUNCIL: tuple[type[Record], ...] = (CouncilMember, ReportRemark)
"""The kinds of record that are kept on the pages of the council and of the reports."""
