"""The 施設基準: what a judgement can come to."""

from __future__ import annotations

from enum import StrEnum


class Result(StrEnum):
    """The three answers of a rule; an inspector writes 適, 否 or 要確認."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


class Mark(StrEnum):
    """How far a requirement of the newest set was confirmed against its notice."""

    CONFIRMED = "confirmed"
    UNCHANGED = "unchanged"
    UNSEEN = "unseen"
    """Carried over from the set before; the new notice could not be read."""


class Direction(StrEnum):
    """Which way a partnership goes, seen from the hospital that files it."""

    VISITS = "visits"
    VISITED_BY = "visited_by"
