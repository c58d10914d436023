"""The incident reports of one hospital over the months: the table behind the pictures, and what its numbers are made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from checklist import words
from checklist.formats.table import Column, Table, Value
from checklist.model.permission import Thing, Verb
from checklist.model.records.incidents import IncidentCount
from checklist.rules import access
from checklist.rules.fields import option, periods
from checklist.rules.hospitals import beds
from checklist.rules.hospitals.beds import BedCount
from checklist.rules.records import incidents
from checklist.rules.records.incidents import BEDS, Month, Share
from checklist.store.act import View
from checklist.store.hospitals import bed_counts, hospitals
from checklist.store.records import records
from checklist.words.records import HARM_LEVELS, REPORTERS

MONTH, TOTAL, SEVERE, PHYSICIANS, PER_BEDS = (
    "月",
    "報告件数",
    "レベル3b以上の割合",
    "医師からの報告の割合",
    "100床あたり件数",
)
CLASSIFICATION = "影響度は国立大学附属病院の影響度分類（レベル0から5）によります。"


@dataclass(frozen=True)
class Trend:
    """Every month since the first entry that is over, and the beds by which reports are measured, by day."""

    hospital: str
    beds: tuple[BedCount, ...]
    months: tuple[Month, ...]

    def table(self) -> Table:
        """A line for each month; what cannot be told stands empty, and never as 0."""
        columns = (
            Column(MONTH, "text", 14), Column(TOTAL, "number", 12), Column(SEVERE, "percent", 12),
            Column("3b以上／レベル0から5", "text", 14), Column(PHYSICIANS, "percent", 12),
            Column("医師／職種の分かる報告", "text", 14), Column(PER_BEDS, "number", 12),
            Column("未入力の欄", "number", 10),
        )  # fmt: skip
        return Table("インシデント報告の推移", columns, tuple(map(self._row, self.months)), self.notes())

    def _row(self, one: Month) -> tuple[Value, ...]:
        rate = one.per_beds(self.beds_in(one))
        return (
            words.month(one.first), one.total, _percent(one.severe), _parts(one.severe), _percent(one.by_physicians),
            _parts(one.by_physicians), None if rate is None else round(rate, 1),
            one.empty_cells if one.entered else None,
        )  # fmt: skip

    def beds_in(self, one: Month) -> int:
        """The beds of a month: those of its last day, 0 where none are known."""
        return beds.on(self.beds, periods.following(one.first) - timedelta(days=1)) or 0

    @property
    def beds_told(self) -> str:
        """The beds by which the months were measured, and since when."""
        held = [(one, self.beds_in(one)) for one in self.months]
        first = [(one, number) for place, (one, number) in enumerate(held) if not place or held[place - 1][1] != number]
        return "、".join(f"{words.month(one.first)}から{number:,}床" for one, number in first) or "なし"

    def by_profession(self) -> Table:
        """The reports of each profession that has reported at all, a line for each month."""
        own = {one.profession for month in self.months for one in month.rows}
        shown = {code: word for code, word in REPORTERS.items() if code in own}
        columns = (Column(MONTH, "text", 14), *(Column(word, "number", 12) for word in shown.values()))
        rows = tuple((words.month(one.first), *(one.of_profession(code) for code in shown)) for one in self.months)
        return Table("職種ごとの報告件数", columns, rows, self.notes()[:2])

    def by_level(self) -> Table:
        """The reports of each 影響度, a line for each month."""
        columns = (Column(MONTH, "text", 14), *(Column(word, "number", 10) for word in HARM_LEVELS.values()))
        rows = tuple((words.month(one.first), *(one.of_level(level) for level in HARM_LEVELS)) for one in self.months)
        return Table("影響度ごとの報告件数", columns, rows, (CLASSIFICATION, *self.notes()[:2]))

    def notes(self) -> tuple[str, ...]:
        """What the numbers are made of."""
        missing = incidents.spans(self.months)
        gaps = f"未入力の月：{'、'.join(missing)}。" if missing else ""
        partial = sum(one.empty_cells > 0 for one in self.months)
        empty = f"未入力の欄がある月が{partial}か月あり、その月の件数は入力された欄の合計です。" if partial else ""
        entered = sum(one.entered for one in self.months)
        return (
            f"{len(self.months)}か月のうち入力のある{entered}か月の数値です。入力のない月は0件とせず空けています。{gaps}",
            f"今月はまだ終わっていないため含めていません。{empty}",
            f"{SEVERE}：レベル0から5までの報告のうちレベル3bから5まで。その他・未分類は除き、未入力の欄がある月は計算しません。",
            f"{PHYSICIANS}：職種が未分類のものを除く報告のうち、医師からの報告。医師の行がない月、未入力の欄がある月は計算しません。",
            f"{PER_BEDS}：その月の報告件数÷その月の末日の病床数×{BEDS}（病床数：{self.beds_told}）。",
        )


def _percent(share: Share | None) -> float | None:
    return share.percent if share else None


def _parts(share: Share | None) -> str:
    return f"{share.part:,}／{share.whole:,}" if share else ""


def read(view: View, hospital_id: int, until: date | None = None) -> Trend:
    """The months of a hospital up to a day, today without one; raises NotFound or Forbidden."""
    view.require(Verb.READ, Thing.RECORDS, access.of_hospital(hospital_id))
    found = records.of_hospital(view, hospital_id, IncidentCount, until=until)
    return trend(view, hospital_id, found, until or view.today)


def trend(view: View, hospital_id: int, found: Iterable[IncidentCount], today: date) -> Trend:
    """The same of records that were read already."""
    hospital = hospitals.get(view, hospital_id)
    counts = bed_counts.of_hospital(view, hospital_id)
    return Trend(hospital.name, counts, incidents.over(incidents.months(found, today), today))


@dataclass(frozen=True)
class MonthEntry:
    """One month to enter, with the one before it; `months` may be chosen, the newest first."""

    months: tuple[date, ...]
    month: Month
    before: Month


def entry(found: Iterable[IncidentCount], first: date, last: date, asked: str | None, today: date) -> MonthEntry:
    """The month that the address asks for, else the last one that is over, of the year between two days."""
    by_month: dict[date, list[IncidentCount]] = {}
    for one in found:
        by_month.setdefault(one.held_on.replace(day=1), []).append(one)
    starts = [first]
    while (after := periods.following(starts[-1])) <= min(last, today):
        starts.append(after)
    usual = max(first, min(periods.month_before(today.replace(day=1)), last.replace(day=1)))
    offered = tuple(reversed(starts))
    chosen = option.chosen(offered, asked, usual)
    before = (chosen - timedelta(days=1)).replace(day=1)
    months = tuple(incidents.month(one, by_month.get(one, ())) for one in (chosen, before))
    return MonthEntry(offered, *months)
