"""Everything that 相談の統計 of one period are made of: one read for all their tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from checklist.model.center import Contact, DeskRule, Known
from checklist.model.center.desk import Edition, NationalFigure
from checklist.rules import fiscal_year
from checklist.rules.center import figures, periods
from checklist.rules.center.periods import Span
from checklist.store.act import View
from checklist.store.center import cases, desk, shipped
from checklist.words.center import COUNTINGS


@dataclass(frozen=True)
class Counted:
    """Everything that the tables are made of."""

    span: Span
    cases: tuple[Known, ...]
    contacts: tuple[Contact, ...]
    years: dict[int, list[Known]]
    contacts_by_year: dict[int, list[Contact]]
    editions: tuple[Edition, ...]
    rule: DeskRule
    places: dict[str, str]
    """紹介先 by id."""
    national: tuple[NationalFigure, ...]
    before: tuple[Span, int] | None
    """The same period a year earlier and its cases."""
    month_names: tuple[date, ...]
    until: date = date.max
    """The day up to which everything is counted."""

    @property
    def counting(self) -> str:
        """The counting rule in one sentence, which stands below the first table."""
        least = f"{self.rule.shortest}分以上の対応に限り数えています。" if self.rule.shortest else ""
        usual = COUNTINGS[self.rule.counting]
        return (
            f"「件」は相談事例の数で、同じ用件で何度相談があっても1件とし、初めて受け付けた日で数えます。「回」は対応の数で、対応した日で数えます。"
            f"公表する件数は「{usual}」です。{least}"
        )

    @property
    def breaks(self) -> list[Edition]:
        """The changes of the lists within the period."""
        return figures.breaks(self.cases, self.editions)


def read(view: View, span: Span, start: int) -> Counted:
    """What is counted of one period; raises Forbidden."""
    rule, editions = desk.rule(view, span.last), desk.in_use(view)
    every = figures.by_rule(cases.between(view, until=view.today), rule.shortest)
    made = figures.long_enough(cases.contacts_between(view, date.min, view.today), rule.shortest)
    contacts = figures.contacts_in_todays_words(made, editions)
    mine = [one for one in every if span.first <= one.case.received_on <= span.last]
    before = periods.before(span, start)
    earlier = sum(before.first <= one.case.received_on <= before.last for one in every) if before else 0

    def year_of(day: date) -> int:
        return fiscal_year.of_day(day, start)

    by_year: dict[int, list[Contact]] = {}
    for one in contacts:
        by_year.setdefault(year_of(one.held_on), []).append(one)
    return Counted(
        span, tuple(figures.in_todays_words(mine, editions)),
        tuple(one for one in contacts if span.first <= one.held_on <= span.last),
        dict(figures.by_year(figures.in_todays_words(every, editions), year_of)), by_year, editions, rule,
        {str(one.id): one.name for one in desk.all_referrals(view)}, shipped.national(),
        (before, earlier) if before and earlier else None, span.months, view.today,
    )  # fmt: skip
