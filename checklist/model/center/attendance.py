"""Who attended a training of the centre, as numbers; when it may be watched again; and what a hospital takes from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from checklist.errors import Fault
from checklist.model.fields import Owner, Period, Record, column
from checklist.words.center import EMPLOYMENTS, WAYS
from checklist.words.records import PROFESSIONS


@dataclass(frozen=True, kw_only=True)
class Attendance(Record):
    """受講者数 of one facility and one profession, by way and employment; nobody is named."""

    KIND, WORD = "attendance", "受講者数"
    OWNER, PERIOD = Owner.CENTER, Period.ONCE
    KEY = ("training_id", "hospital_code", "facility", "way", "profession", "employment")

    training_id: int = column("研修会の番号", low=1, high=10**9)
    held_on: date = column("受講日", today=True)
    hospital_code: str = column("病院コード", "", hint="地域の病院のとき")
    facility: str = column("施設名", "", hint="地域の病院でないとき")
    way: str = column("受講の方法", "day", choices=WAYS)
    profession: str = column("職種", choices=PROFESSIONS)
    employment: str = column("雇用の形態", "staff", choices=EMPLOYMENTS)
    people: int = column("人数", low=1, high=5000)

    def own_faults(self) -> Iterator[Fault]:
        """Whose people they are."""
        if bool(self.hospital_code.strip()) == bool(self.facility.strip()):
            yield Fault("施設名", "病院コードか施設名のどちらか一方を入力してください。")


@dataclass(frozen=True, kw_only=True)
class Reopening(Record):
    """再配信: a training that may be watched once more because somebody asked for it."""

    KIND, WORD = "reopening", "再配信"
    OWNER, PERIOD, AHEAD = Owner.CENTER, Period.ONCE, True

    training_id: int = column("研修会の番号", low=1, high=10**9)
    held_on: date = column("再配信の開始日", today=True)
    closes_on: date = column("再配信の終了日", not_before="held_on")
    asked_by: str = column("要望した窓口・施設", hint="例：東部保健所")
    note: str = column("備考", "", long=True)


@dataclass(frozen=True, kw_only=True)
class ViewingTurn(Record):
    """勤務時間中の受講: one counsellor watches while the others agreed to take the calls."""

    KIND, WORD = "viewing_turn", "勤務時間中の受講"
    OWNER, PERIOD, AHEAD = Owner.CENTER, Period.ONCE, True
    PERSON = "staff"

    held_on: date = column("受講日", today=True)
    started: str = column("開始時刻", hint="例：10:30")
    ended: str = column("終了時刻", hint="例：11:30")
    course: str = column("研修名")
    staff: str = column("受講する職員")
    agreed_by: str = column("了解した同日勤務の職員")
    impression: str = column("新たに知った点・感想", "", long=True)

    def own_faults(self) -> Iterator[Fault]:
        """From one hour of the clock to a later one, agreed to by somebody else."""
        if not (_is_clock(self.started) and _is_clock(self.ended)):
            yield Fault("開始時刻", "10:30のように入力してください。")
        elif self.ended <= self.started:
            yield Fault("終了時刻", "開始時刻より後の時刻を入力してください。")
        if self.agreed_by.strip() == self.staff.strip():
            yield Fault("了解した同日勤務の職員", "受講する本人のほかの職員を入力してください。")


def _is_clock(text: str) -> bool:
    hours, colon, minutes = text.partition(":")
    digits = all(len(one) == 2 and one.isascii() and one.isdigit() for one in (hours, minutes))
    return bool(colon) and digits and int(hours) < 24 and int(minutes) < 60


BESIDE_TRAININGS: tuple[type[Record], ...] = (Attendance, Reopening, ViewingTurn)
"""What is kept beside the trainings and courses themselves."""


class OfferState(StrEnum):
    """What has become of an offer."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class AttendanceOffer:
    """申し出: what the centre counted of a hospital's staff at a training, for the hospital's own records of 職員研修.

    `record_id` is the record that the hospital made of it; `withdrawn` says why the centre took it back, accepted or not.
    """

    id: int
    training_id: int
    hospital_id: int
    title: str
    held_on: date
    attended: int
    viewed: int
    at: datetime
    accepted: bool | None
    reason: str
    answered_by: str
    answered_at: datetime | None
    record_id: int | None
    record_stands: bool
    withdrawn: str

    @property
    def state(self) -> OfferState:
        """The last thing that was done."""
        if self.withdrawn:
            return OfferState.WITHDRAWN
        if self.accepted is None:
            return OfferState.OPEN
        return OfferState.ACCEPTED if self.accepted else OfferState.REFUSED

    @property
    def is_recalled(self) -> bool:
        """Whether a record of the hospital still stands on what the centre took back."""
        return bool(self.withdrawn) and self.record_stands
