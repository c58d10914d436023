"""Something that has to be done in every window: done, still to be done in a running year, or missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from checklist import words
from checklist.model.criteria import Result
from checklist.model.records import Record
from checklist.rules.criteria.facts import Facts, years_before
from checklist.rules.criteria.verdict import Shown, Verdict, met, not_met, of, unknown

NO_RHYTHM = "間隔は法令で定められていません。"
MANY = 12
"""That many records are shown, the newest; the reason has the number of all."""


@dataclass(frozen=True)
class Done:
    """One time that a duty was done: the record or the visit that shows it."""

    on: date
    what: Record | Shown
    label: str = ""

    @property
    def shown(self) -> Shown:
        """What shows it, as it is told; only made for those that are."""
        return self.what if isinstance(self.what, Shown) else of(self.what, self.label)


def newest(found: Sequence[Done]) -> tuple[Shown, ...]:
    """What shows it, the newest first."""
    return tuple(one.shown for one in sorted(found, key=lambda one: one.on, reverse=True)[:MANY])


def within(found: Sequence[Done], first: date, last: date) -> list[Done]:
    """Those between two days, both included."""
    return [one for one in found if first <= one.on <= last]


def period(facts: Facts) -> str:
    """The window in words, such as 2026年4月1日（水）から2026年11月25日（水）まで."""
    return f"{words.day(facts.since)}から{words.day(facts.on)}まで"


def in_turn(facts: Facts, name: str, done: Sequence[Done], remedy: str) -> Verdict:
    """Work that goes on and of which no notice says how often: what is long ago is 要確認, and never 否."""
    found = going_on(facts, name, done, remedy)
    if found.result is not Result.NOT_MET:
        return found
    return unknown(f"{found.reason}{NO_RHYTHM}", remedy, found.shown)


def going_on(facts: Facts, name: str, done: Sequence[Done], remedy: str) -> Verdict:
    """Work that goes on: done in the window, or early in a year within the last twelve months."""
    first = years_before(facts.on, 1) + timedelta(days=1)
    lately = within(done, first, facts.on)
    # On 1 April nothing has been done in the new year: all that went on until the day before would read as missing.
    if lately and not within(done, facts.since, facts.on):
        return met(
            f"{name}が直近12か月に{len(lately)}件あります（{words.day(facts.since)}からはまだありません）。",
            newest(lately),
        )
    return once(facts, name, done, remedy)


def once(facts: Facts, name: str, done: Sequence[Done], remedy: str) -> Verdict:
    """A duty of once in the window; while a year runs, nobody can tell of one that was done in the year before."""
    now, earlier = within(done, facts.since, facts.on), within(done, *facts.before)
    if now:
        return met(f"期間内（{period(facts)}）に{name}が{len(now)}件あります。", newest(now))
    told = f"前の期間には{len(earlier)}件ありました" if earlier else "前の期間にもありません"
    if facts.ends and earlier:
        reason = f"{name}は{words.day(facts.ends)}までに必要ですが、まだありません。{told}。"
        return unknown(reason, remedy, newest(earlier))
    return not_met(f"{name}が、期間内（{period(facts)}）にありません。{told}。", remedy, newest(earlier))
