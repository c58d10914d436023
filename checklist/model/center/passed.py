"""A case that leaves the centre: to the desk of a hospital with the caller's consent, or to an expert for advice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True)
class HospitalDesk:
    """患者相談窓口 of a hospital as the hospital itself keeps it: `contact` is who is in charge, by their function."""

    hospital_id: int
    name: str
    contact: str
    hours: str
    phone: str
    way: str
    checked_on: date
    id: int = 0


@dataclass(frozen=True)
class Consent:
    """That a caller agreed to a case being passed on: who (as in the list of callers), how, and on which day."""

    by: str
    way: str
    on: date


class TransferKind(StrEnum):
    """What became of a case that was passed on."""

    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    TELLABLE = "tellable"
    """What of the answer may be told to the caller."""
    WITHDRAWN = "withdrawn"
    """The caller took the consent back; the hospital sees no word of it any more."""


class TransferState(StrEnum):
    """How far a case that was passed on has come."""

    PASSED = "passed"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class TransferEvent:
    """One step of it, with the name of whoever made it."""

    kind: TransferKind
    text: str
    at: datetime
    person: str


@dataclass(frozen=True)
class Transfer:
    """受け渡し: a case at the desk of a hospital, in a text that was written for it.

    `case_id` (0), `number` ('') and `consent` (None) are for the centre alone.
    """

    id: int
    hospital_id: int
    text: str
    answer_by: date
    at: datetime
    events: tuple[TransferEvent, ...]
    case_id: int = 0
    number: str = ""
    consent: Consent | None = None

    def last(self, kind: TransferKind) -> TransferEvent | None:
        """The last step of a kind."""
        return next((one for one in reversed(self.events) if one.kind is kind), None)

    @property
    def state(self) -> TransferState:
        """How far it has come."""
        steps = (TransferKind.WITHDRAWN, TransferKind.ANSWERED, TransferKind.ACKNOWLEDGED)
        found = next((kind for kind in steps if self.last(kind)), None)
        return TransferState(found.value) if found else TransferState.PASSED

    @property
    def waits(self) -> bool:
        """Whether an answer is still to come."""
        return self.state in (TransferState.PASSED, TransferState.ACKNOWLEDGED)

    def late(self, today: date) -> bool:
        """Whether the answer is overdue."""
        return self.waits and self.answer_by < today


@dataclass(frozen=True)
class Opening:
    """A question about a case as an expert sees it, until the last day on which it is open; `advice` is the expert's own."""

    message_id: int
    case_id: int
    expert_id: int
    until: date
    number: str
    summary: str
    question: str
    advice: tuple[str, ...]


@dataclass(frozen=True)
class Kept:
    """A case whose records may end: when it was last worked on, and until when it had to be kept."""

    case_id: int
    number: str
    received_on: date
    last_on: date
    until: date
