"""The first screen of the secretariat: how far the year is, what is overdue where, and what comes again; no text of a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date

from checklist import words
from checklist.formats.tile import Tile
from checklist.model.closing import Signatory
from checklist.model.hospitals import Addon
from checklist.model.improvements import PlanState
from checklist.model.visits import Visit, VisitState
from checklist.readings import agenda, overdue, visit_list
from checklist.readings.first_screen import LateHospital, RegionScreen
from checklist.rules.visits.deadlines import Due
from checklist.store import region
from checklist.store.act import View
from checklist.store.hospitals import hospitals
from checklist.store.improvements import follow_ups, improvement_plans
from checklist.store.sheets import sheets
from checklist.store.visits import visit_progress, visits
from checklist.words import first_screen as told

NAMED = 5
"""So many hospitals and chapters are named; the page behind has the others."""
AGAIN = "/follow_ups?again=yes"
"""The findings that came again."""
_DONE = frozenset({VisitState.ON_SITE, VisitState.REPORTED, VisitState.ACKNOWLEDGED, VisitState.CLOSED})


def read(view: View) -> RegionScreen:
    """The first screen of whoever plans the region; raises Forbidden."""
    known, year = visits.all_visits(view), agenda.year_of(view, view.today)
    planned = [one for one in known if one.fiscal_year == year and one.state is not VisitState.CANCELLED]
    names = {one.id: one.name for one in hospitals.all_hospitals(view)}
    late = _late(view, known, names)
    chapters, again = sheets.chapter_names(view), Counter[str]()
    for (_, chapter), count in follow_ups.repeated(view, names).items():
        again[chapter] += count
    repeated = tuple((chapters[code], count, f"{AGAIN}&chapter={code}") for code, count in again.most_common(NAMED))
    total, where = again.total(), "以前の年度と同じ箇所の指摘事項の件数です。"
    tiles = (
        *_coverage(view, planned, names, year),
        _visits(planned, year),
        _reports(view, planned, year),
        Tile(
            "繰り返しの指摘事項",
            f"{total:,}件",
            where if total else "繰り返しの指摘事項はありません。",
            AGAIN if total else "/follow_ups",
        ),
    )
    return RegionScreen(tiles, tuple(late[:NAMED]), max(0, len(late) - NAMED), repeated)


def _coverage(view: View, planned: Sequence[Visit], names: dict[int, str], year: int) -> tuple[Tile, ...]:
    """Whether every hospital that filed 地域連携加算 is visited by one of 加算1, and those of class 1 visit one of 加算2."""
    safety, duty = (hospitals.classes_on(view, view.today, addon) for addon in (Addon.SAFETY, Addon.REGIONAL))
    visited = {one.host_id for one in planned if any(safety.get(other) == 1 for other in one.evaluator_ids)}
    visiting = {other for one in planned if safety.get(one.host_id) == 2 for other in one.evaluator_ids}
    first = [one for one, number in duty.items() if number == 1]
    return (
        _covered("加算1の病院から評価を受ける予定", list(duty), visited, names, year),
        _covered("加算2の病院を評価する予定", first, visiting, names, year),
    )


def _covered(title: str, asked: Sequence[int], done: Collection[int], names: dict[int, str], year: int) -> Tile:
    """How many of those that a duty asks for have a visit in the plan of the year, and who has not."""
    if not asked:
        return Tile(title, "－", "医療安全対策地域連携加算の届出は登録されていません。", "/hospitals")
    missing = [names[one] for one in asked if one not in done]
    more = f" ほか{len(missing) - 3}病院" if len(missing) > 3 else ""
    detail = f"予定なし：{'、'.join(missing[:3])}{more}" if missing else "該当するすべての病院に予定があります。"
    figure = told.share(len(asked) - len(missing), len(asked), "病院")
    return Tile(title, figure, detail, f"/plan?year={year}&part=duties", "late" if missing else "")


def _visits(planned: Sequence[Visit], year: int) -> Tile:
    done = sum(one.state in _DONE for one in planned)
    undated = sum(one.visit_date is None for one in planned)
    detail = f"日程未定の訪問が{undated}件あります。" if undated else "すべての訪問の日程が決まっています。"
    detail = detail if planned else "今年度の訪問はまだ登録されていません。"
    return Tile(f"訪問の実施（{year}年度）", told.share(done, len(planned), "件"), detail, f"/visits?year={year}")


def _reports(view: View, planned: Sequence[Visit], year: int) -> Tile:
    """How many reports came in time, of those whose day has come."""
    limits, states = region.of(view).deadlines, list(visit_list.reports(view, planned).values())
    good, bad = states.count(True), states.count(False)
    detail = (
        f"訪問日から{limits.report_days}日以内に確定した評価報告書です。"
        if good + bad
        else "期限の来た評価報告書はまだありません。"
    )
    href = f"/visits?year={year}" + (f"&report={visit_list.MEASURED}" if good + bad else "")
    return Tile("期限内の評価報告書", told.share(good, good + bad, "件"), detail, href, "late" if bad else "")


_Step = tuple[date, Due]
"""Since when something is overdue, and what."""


def _late(view: View, known: Sequence[Visit], names: dict[int, str]) -> list[LateHospital]:
    """What is overdue by hospital, the longest first; plans only by their number."""
    steps: dict[int, list[_Step]] = {}
    told_of = visit_progress.dues_of(view, known, view.today)
    for visit in known:
        for due in told_of[visit.id]:
            for hospital in _answerable(visit, due) if due.overdue else ():
                steps.setdefault(hospital, []).append((due.day or view.today, due))
    lines = improvement_plans.lines(view, view.today)
    plans = Counter(one.hospital_id for one in lines if one.state is PlanState.OVERDUE)
    found = [_line(view, one, names[one], steps.get(one, []), plans[one]) for one in {*steps, *plans}]
    return sorted(found, key=lambda one: (-one.days, -one.plans, one.name))


def _answerable(visit: Visit, due: Due) -> list[int]:
    """The hospitals that can do what is due: the host, and of those that visit the leading one."""
    leading = list(visit.evaluator_ids[:1]) if Signatory.EVALUATOR in due.sides else []
    return [*([visit.host_id] if Signatory.HOST in due.sides else []), *leading]


def _line(view: View, hospital_id: int, name: str, steps: Sequence[_Step], plans: int) -> LateHospital:
    href = f"/overdue?late={overdue.LATE}&hospital={hospital_id}&{overdue.EVERY}"
    if not steps:
        return LateHospital(name, "", 0, plans, href)
    day, due = min(steps, key=lambda step: step[0])
    more = f" ほか{len(steps) - 1}件" if len(steps) > 1 else ""
    return LateHospital(name, f"{words.DUTIES[due.duty]}{more}", (view.today - day).days, plans, href)
