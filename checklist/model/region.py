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
class Yardsticks:
    """How a region measures what the 施設基準 ask for without a number; a field is the parameter of the rules.

    None of these stands in a notice: each is a 目安, and is told as one beside the answer.
    """

    conference_percent: int = 90
    """「週1回程度」: that many of a hundred weeks have a conference."""
    conference_low_percent: int = 75
    """Below this it is no longer a question whether 「程度」 covers it."""
    conference_interval_weeks: int = 2
    """From one conference to the next, in calendar weeks."""
    conference_holidays: str = "12/29-1/3"
    """Spans of days whose weeks are not counted."""
    committee_percent: int = 80
    """「月1回程度」: that many of a hundred months have a meeting of the committee."""
    committee_low_percent: int = 50
    round_months: int = 2
    """「定期的」 of the rounds, where the hospital has written no interval of its own."""
    plan_months: int = 12
    grace_days: int = 7
    """Until minutes are written, or it is written down what became of a consultation."""
    near_days: int = 90
    """「年1回程度」: so long before a year has passed since the last evaluation, the next one should have its day."""

    more_departments: str = ""
    """Departments beyond the four that need an assigned member each, their codes with commas between them."""


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
    yardsticks: Yardsticks = Yardsticks()
