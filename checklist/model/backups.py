"""The backups that a server makes by itself: how a region wants them, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class BackupPlan:
    """When a server copies its database, where to, and how many copies it keeps.

    `hour` is the hour of the day in Tokyo; `daily` and `weekly` are how many days and weeks keep a copy; an empty
    `folder` is the one beside the database.
    """

    active: bool = False
    hour: int = 2
    daily: int = 7
    weekly: int = 4
    folder: str = ""


@dataclass(frozen=True)
class BackupRun:
    """One attempt at a copy, or at restoring one aside (`drill`); `fault` says what went wrong and is else empty."""

    drill: bool
    started_at: datetime
    ended_at: datetime
    place: str
    """The folder of the copy."""
    fault: str

    @property
    def good(self) -> bool:
        """Whether everything was as it should be."""
        return not self.fault


@dataclass(frozen=True)
class BackupHistory:
    """The last attempt at a copy, the last good copy, and the last drill; None for what never was."""

    attempt: BackupRun | None = None
    good: BackupRun | None = None
    drill: BackupRun | None = None
