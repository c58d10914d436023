"""The duties and the visits of a year as lists; the second is the table that is filled in and taken in again, too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from checklist import words
from checklist.formats.table import Column
from checklist.model.plan import DutyState, Partner, PlanDuty, PlannedVisit, Unmet
from checklist.readings import listing
from checklist.readings.listing import Line, Listing
from checklist.readings.year_plan import PlanPage
from checklist.rules.fields.cell import YES
from checklist.rules.plan.duty_states import DutyLine
from checklist.words.plan import HOST, JOINING, LEADING, MONTH, PINNED, RELEASED, REMARKS, STATE

THERE, DRAFTED, CHANGED = "登録済み", "計画案", "登録済み（変更案）"
DUTIES = (
    Column("病院コード", "text", 12),
    Column("病院", "text", 26, least=10),
    Column("区分", "text", 10),
    *(Column(words.PLAN_DUTIES[one], "text", 30, least=9) for one in PlanDuty),
    Column("満たせない理由と必要な対応", "text", 60, least=14),
)
VISITS = (
    Column(MONTH, "text", 8),
    *(Column(one, "text", 26, least=9) for one in (HOST, LEADING, *JOINING)),
    Column(PINNED, "text", 8),
    Column(STATE, "text", 12),
    Column(REMARKS, "text", 50, least=12),
)
SHORT, OPEN, WHOLE = "missing", "open", "met"
STANDINGS = {SHORT: "相手のない義務がある病院", OPEN: "協議が済んでいない義務がある病院", WHOLE: "すべて協議済みの病院"}
"""How a hospital stands with its duties: what somebody has to look at first first."""


@dataclass(frozen=True)
class DutyRow:
    """A hospital with its duties of the year, and why some of them cannot be met."""

    partner: Partner
    duties: Mapping[PlanDuty, DutyLine]
    unmet: tuple[Unmet, ...]
    names: Mapping[int, str]

    @property
    def standing(self) -> str:
        """SHORT while nothing stands for a duty, OPEN while a visit for one is only planned, else WHOLE."""
        states = {one.state for one in self.duties.values()}
        if DutyState.MISSING in states:
            return SHORT
        return OPEN if states & {DutyState.DRAFT, DutyState.PLANNED} else WHOLE


def duties(page: PlanPage) -> Listing[DutyRow]:
    """The hospitals that have a duty, those that lack something first, then those with whom nothing is agreed yet."""
    of_hospital: dict[int, dict[PlanDuty, DutyLine]] = {}
    for one in page.duties:
        of_hospital.setdefault(one.hospital_id, {})[one.duty] = one
    names = {one.id: one.name for one in page.partners.values()}
    rows = [
        DutyRow(page.partners[key], found, tuple(one for one in page.unmet if one.hospital_id == key), names)
        for key, found in of_hospital.items()
    ]
    rows.sort(key=lambda row: (list(STANDINGS).index(row.standing), row.partner.code))
    state = listing.chosen_by("lacks", "状態", STANDINGS.items())
    classes = listing.chosen_by("class", "区分", ((1, "加算1"), (2, "加算2")))
    lines = tuple(_duty_line(row) for row in rows)
    return Listing("plan-duties", f"義務の一覧（{page.year}年度）", DUTIES, lines, (state, classes))


def _duty_line(row: DutyRow) -> Line[DutyRow]:
    told = "".join(f"{words.PLAN_DUTIES[one.duty]}：{one.reason}{one.remedy}" for one in row.unmet)
    regional = row.partner.regional
    cells = (
        row.partner.code, row.partner.name, words.addon_class(regional), *(in_words(row, duty) for duty in PlanDuty), told
    )  # fmt: skip
    keys = {"lacks": frozenset({row.standing}), "class": frozenset({str(regional)})}
    return Line(cells, row, "", keys)


def in_words(row: DutyRow, duty: PlanDuty) -> str:
    """How far one duty of a hospital is met, and with whom."""
    line = row.duties.get(duty)
    if line is None:
        return words.NO_DUTY
    partners = "・".join(row.names.get(one, "") for one in line.partner_ids)
    return words.DUTY_STATES[line.state] + (f"：{partners}" if partners else "")


def missing(row: DutyRow, duty: PlanDuty) -> bool:
    """Whether nothing stands for a duty that the hospital has."""
    line = row.duties.get(duty)
    return line is not None and line.state is DutyState.MISSING


def visits(page: PlanPage) -> Listing[PlannedVisit]:
    """The visits of the year by month: those that are there and those of the draft."""
    lines = tuple(_visit_line(page, one) for one in page.visits)
    used = {one.cells[6] for one in lines}
    kinds = (DRAFTED, CHANGED, THERE, RELEASED)
    state = listing.chosen_by("state", "状態", ((one, one) for one in kinds if one in used))
    return Listing("plan", f"訪問の計画（{page.year}年度）", VISITS, lines, (state,))


def _visit_line(page: PlanPage, one: PlannedVisit) -> Line[PlannedVisit]:
    names = [page.partners[key].name for key in one.evaluator_ids]
    state = _state(page, one)
    cells = (
        f"{one.month}月" if one.month else "未定",
        page.partners[one.host_id].name,
        *(names + [""] * 3)[:3],
        YES if one.pinned else "",
        state,
        "".join(page.remarks.get(one, ())),
    )
    return Line(cells, one, f"/plan?year={page.year}&part=visits&edit={key(one)}", listing.keys(state=state))


def _state(page: PlanPage, one: PlannedVisit) -> str:
    if one.visit_id is None:
        return DRAFTED
    if one.visit_id in page.plan.draft.released:
        return RELEASED
    return CHANGED if page.plan.draft.change_of(one.visit_id) else THERE


def key(one: PlannedVisit) -> str:
    """What tells a visit of a plan apart in an address: its host and the hospital that leads; no pair is there twice."""
    return f"{one.host_id}-{one.evaluator_ids[0] if one.evaluator_ids else 0}"


def named(found: Iterable[DutyLine], page: PlanPage) -> list[str]:
    """Duties in words, one for each."""
    return [f"{page.partners[one.hospital_id].name}の「{words.PLAN_DUTIES[one.duty]}」" for one in found]
