"""The settings of the one region in a database."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Deadlines:
    """Days before the visit for agreement and self-assessment, after it for the report, and after that for the rest."""

    # No law was found that sets these. Two months to agree, the report within four weeks and plans within a month are
    # how a visit usually runs; each region sets its own.
    agreement_days: int = 60
    self_days: int = 14
    report_days: int = 28
    acknowledge_days: int = 14
    plan_days: int = 30


@dataclass(frozen=True)
class Region:
    """The settings of the one region in a database."""

    name: str
    fiscal_year_start_month: int
    minimum_group_size: int
    blind_mode: bool
    fictional: bool
    deadlines: Deadlines = Deadlines()
    criteria_window: str = "fiscal_year"
    """What 年1回程度 means for the 施設基準: fiscal_year or twelve_months."""
