"""The 施設基準: what a judgement can come to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Result(StrEnum):
    """The three answers of a rule; an inspector writes 適, 否 or 要確認."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


class Certainty(StrEnum):
    """How far a requirement of the newest set was confirmed against its notice."""

    CONFIRMED = "confirmed"
    UNCHANGED = "unchanged"
    REGION = "region"
    """Confirmed or corrected by the secretariat, against the notice itself."""
    UNSEEN = "unseen"
    """Carried over from the set before; the new notice could not be read."""


class Direction(StrEnum):
    """Which way a partnership goes, seen from the hospital that files it."""

    VISITS = "visits"
    VISITED_BY = "visited_by"
    INFECTION = "infection"
    """Partners of 感染対策向上加算, on whichever side; no duty of 医療安全 knows them."""


REGIONAL = (Direction.VISITS, Direction.VISITED_BY)
"""The two sides of the 地域連携加算."""


@dataclass(frozen=True)
class Correction:
    """What the secretariat confirmed of a set, or corrected in it, from a day on.

    `requirement` is the code of a requirement or an add-on; `field` names what is corrected (a number that its rule
    goes by, `points` or `text`) and is empty for a confirmation that it stands as it is.
    """

    id: int
    rule_set: str
    requirement: str
    field: str
    value: str
    valid_from: date
    confirmed_by: str
    confirmed_on: date
    source: str
    recorded_by: str = ""
    withdraw_reason: str | None = None


@dataclass(frozen=True)
class Settlement:
    """確認済み: what somebody confirmed by hand of a requirement that the records leave open, until a day.

    `document` names what was looked at, `document_id` is the stored evidence document where it is one.
    """

    id: int
    requirement: str
    settled_on: date
    settled_by: str
    reason: str
    document: str
    valid_until: date
    document_id: int | None = None
    recorded_by: str = ""
    withdraw_reason: str | None = None

    def holds(self, day: date) -> bool:
        """Whether it counts on a day; its first and its last day count."""
        return self.settled_on <= day <= self.valid_until
