"""事業: what the centre did in a year by the tasks of the 運営要領, or the records of one kind with what helps beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from checklist import words
from checklist.errors import ChecklistError
from checklist.formats.table import Column, Table, Value
from checklist.model.center.activities import (
    ACTIVITIES,
    Activity,
    CaseExtract,
    CenterEvaluation,
    CenterSupport,
    CouncilItem,
    CouncilMeeting,
    Outreach,
    SafetyInformation,
    StaffCourse,
    Training,
)
from checklist.model.center.information import Guideline
from checklist.model.fields import Record
from checklist.readings.center import outreach_map, training_around, yearly_tables
from checklist.readings.center.outreach_map import OutreachMap
from checklist.rules import fiscal_year
from checklist.rules.center import training_steps
from checklist.rules.center.training_steps import Step
from checklist.rules.fields import option
from checklist.store import region
from checklist.store.act import View
from checklist.store.center import cases, guidelines, information
from checklist.store.records import records
from checklist.words.center import TASKS

SUMMARY = "summary"
OWN_PAGE = {CouncilMeeting, CouncilItem}
"""Kinds that have a page of their own."""
PARTS = (SUMMARY, *(kind.KIND for kind in ACTIVITIES if kind not in OWN_PAGE))
YEARS_BACK = 5


@dataclass(frozen=True)
class Beside:
    """What stands beside one training: its steps, and what is unlike the practice."""

    training: Training
    steps: tuple[Step, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class ActivitiesPage:
    """One part of the page for one fiscal year."""

    part: str
    year: int
    years: tuple[int, ...]
    today: date
    lists: Mapping[str, Mapping[str, str]]
    kind: type[Record] | None
    found: tuple[Record, ...]
    chosen: Record | None
    refusal: str
    summary: Table
    beside: tuple[Beside, ...]
    notes: tuple[str, ...]
    tables: tuple[Table, ...]
    """What the year of a kind comes to."""
    guidelines: tuple[Guideline, ...]
    places: OutreachMap | None = None


def read(view: View, asked: str | None, year: int | None, record_id: int | None) -> ActivitiesPage:
    """The part and the year that an address asks for; raises Forbidden."""
    part = option.chosen(PARTS, asked)
    month = region.of(view).fiscal_year_start_month
    this = fiscal_year.of_day(view.today, month)
    years = tuple(range(this + 1, this - YEARS_BACK, -1))
    shown = year if year in years else this
    span = fiscal_year.bounds(shown, month)
    kind = next((one for one in ACTIVITIES if part == one.KIND), None)
    found = tuple(records.of_hospital(view, None, kind, *span)) if kind else ()
    chosen, refusal = _chosen(view, kind, record_id)
    beside, notes = _beside(view, kind, found)
    return ActivitiesPage(
        part,
        shown,
        years,
        view.today,
        {},
        kind,
        found,
        chosen,
        refusal,
        summary(view, words.fiscal_year(shown), span),
        beside,
        notes,
        yearly_tables.tables(kind, found, view.today) if kind else (),
        () if kind else guidelines.editions(view),
        outreach_map.read(view, found, view.today) if kind is Outreach else None,
    )


def _chosen(view: View, kind: type[Record] | None, record_id: int | None) -> tuple[Record | None, str]:
    if kind is None or record_id is None:
        return None, ""
    try:
        return records.get(view, kind, record_id), ""
    except ChecklistError as error:
        return None, error.message


def _beside(
    view: View, kind: type[Record] | None, found: tuple[Record, ...]
) -> tuple[tuple[Beside, ...], tuple[str, ...]]:
    if kind is None or not issubclass(kind, Activity) or not kind.LED:
        return (), tuple(_told(view, kind, found))
    known = records.of_hospital(view, None, Training)
    own = [one for one in known if one.id in {record.id for record in found}]
    courses = records.of_hospital(view, None, StaffCourse)
    beside = tuple(
        Beside(one, training_around.read(view, one), tuple(training_steps.remarks(one, known, courses))) for one in own
    )
    notes = []
    if len(own) < training_steps.A_YEAR:
        notes.append(f"この年度の研修会は{len(own)}回です（目安：年{training_steps.A_YEAR}回）。")
    if missing := training_steps.missing_topics(known, view.today):
        notes.append(f"過去2年に扱っていない内容：{'、'.join(missing)}")
    return beside, tuple(notes)


def _told(view: View, kind: type[Record] | None, found: tuple[Record, ...]) -> Iterator[str]:
    """What the records of some kinds do not say by themselves: who read them, and which centres have no sheet yet."""
    if kind in (SafetyInformation, CaseExtract):
        readers = information.readers(view)
        for one in found:
            if number := readers.get((one.KIND, one.id)):
                title = one.title if isinstance(one, SafetyInformation) else getattr(one, "heading", "")
                yield f"「{title}」は、地域の{number}病院が画面で閲覧を確認しました。"
    if kind is CenterEvaluation:
        mine = [one for one in found if isinstance(one, CenterEvaluation)]
        known = [*records.of_hospital(view, None, CenterSupport), *records.of_hospital(view, None, CenterEvaluation)]
        if left := yearly_tables.missing(mine, known):
            yield f"この年度の評価票がまだないセンター：{'、'.join(left)}"


def summary(view: View, word: str, span: tuple[date, date]) -> Table:
    """What was done in a period for each task: what, how many times, and how many people or places where they are counted.

    Raises Forbidden.
    """
    first, last = span
    number, contacts = cases.count_of(view, first, last)
    rows: list[tuple[Value, ...]] = [
        (TASKS["1"], "相談事例（件）", number, None),
        (TASKS["1"], "対応（回）", contacts, None),
    ]
    found: dict[tuple[str, str], tuple[int, int | None]] = {}
    for kind in ACTIVITIES:
        if issubclass(kind, Activity):
            for one in records.of_hospital(view, None, kind, first, min(last, view.today)):
                if not one.planned:
                    people = getattr(one, kind.PEOPLE) if kind.PEOPLE else None
                    count, before = found.get((one.task, kind.WORD), (0, 0 if kind.PEOPLE else None))
                    found[one.task, kind.WORD] = (count + 1, before if people is None else (before or 0) + people)
    for task, name in TASKS.items():
        lines = [(of, *counted) for (code, of), counted in found.items() if code == task]
        rows += [(name, of, count, people) for of, count, people in lines]
        if not lines and task != "1":
            rows.append((name, "", 0, None))
    columns = (
        Column("運営要領の業務", "text", 40, least=16),
        Column("実施したこと", "text", 30, least=12),
        Column("回数・件数", "number", 14),
        Column("人数・施設数", "number", 14),
    )
    told = (
        f"{words.day(first)}から{words.day(min(last, view.today))}までに実施したもの。予定は含みません。"
        if first <= view.today
        else f"{words.day(first)}に始まる期間です。まだ実施したものはありません。"
    )
    scope = "⑧から⑪は、都道府県のセンターの業務です。"
    return Table(f"業務の実績（{word}）", columns, tuple(rows), (told, scope))
