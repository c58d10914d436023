"""What a rule answers: met, not met or unknown, why, what shows it, and what would make it met."""

from __future__ import annotations

from dataclasses import dataclass

from checklist import words
from checklist.model.criteria import Result
from checklist.model.records import Record


@dataclass(frozen=True)
class Shown:
    """Something that shows it: a record by its kind, `document`, `visit` or `filing`, with its id and one line."""

    kind: str
    id: int
    label: str


@dataclass(frozen=True)
class Verdict:
    """The answer to one requirement: `reason` is one sentence, `remedy` says what would make it met ('' if met)."""

    result: Result
    reason: str
    shown: tuple[Shown, ...] = ()
    remedy: str = ""


def met(reason: str, shown: tuple[Shown, ...] = ()) -> Verdict:
    """適."""
    return Verdict(Result.MET, reason, shown)


def not_met(reason: str, remedy: str, shown: tuple[Shown, ...] = ()) -> Verdict:
    """否."""
    return Verdict(Result.NOT_MET, reason, shown, remedy)


def unknown(reason: str, remedy: str, shown: tuple[Shown, ...] = ()) -> Verdict:
    """要確認."""
    return Verdict(Result.UNKNOWN, reason, shown, remedy)


def of(record: Record, label: str) -> Shown:
    """A record that shows something, with its day."""
    return Shown(record.KIND, record.id, f"{record.WORD} {words.day(record.day)}{'　' if label else ''}{label}")
