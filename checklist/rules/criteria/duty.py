"""Something that has to be done in every window: done, still to be done in a running year, or missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from checklist import words
from checklist.model.records import Record
from checklist.rules.criteria.facts import Facts, years_before
from checklist.rules.criteria.verdict import Shown, Verdict, met, not_met, of, unknown

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


def once(
    facts: Facts, name: str, done: Sequence[Done], remedy: str, planned: Sequence[date] = (), new: bool = False
) -> Verdict:
    """A duty of once in the window; `planned` are days still to come, `new`: filed only in this window.

    While a year runs, a duty done in the year before and planned in this one is met; without a plan nobody can tell.
    """
    now, earlier = within(done, facts.since, facts.on), within(done, *facts.before)
    if now:
        return met(f"期間内（{period(facts)}）に{name}が{len(now)}件あります。", newest(now))
    # A plan for after the end of the window does not save this one.
    days = [day for day in planned if facts.ends and day <= facts.ends]
    # 「少なくとも年1回程度」 does not say which year. Visits tend to fall into winter: without this every hospital
    # stood at 要確認 until its own, and nobody could see who really lacks one.
    if earlier and days:
        reason = f"{name}は前の期間に{len(earlier)}件あり、この期間（{words.day(facts.ends)}まで）は{words.day(min(days))}に予定しています。"
        return met(reason, newest(earlier))
    coming = f"（予定：{words.day(min(planned))}）" if planned else "（予定なし）"
    if facts.ends and (earlier or new):
        why = f"前の期間には{len(earlier)}件ありました" if earlier else "届出からまだ1年たっていません"
        reason = f"{name}は{words.day(facts.ends)}までに必要ですが、まだありません{coming}。{why}。"
        return unknown(reason, remedy, newest(earlier))
    why = f"前の期間には{len(earlier)}件ありました" if earlier else "前の期間にもありません"
    reason = f"{name}が、期間内（{period(facts)}）にありません{coming}。{why}。"
    return not_met(reason, remedy, newest(earlier))
