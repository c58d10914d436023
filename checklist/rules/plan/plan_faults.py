"""What is wrong with the visits of a plan, and what somebody should know of them before they are published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from checklist.errors import Fault
from checklist.model.plan import MOST_TOGETHER, Partner, PlannedVisit
from checklist.rules.plan import days_together, partnership
from checklist.rules.plan.partnership import Obstacle, Question


def faults(visits: Sequence[PlannedVisit], names: Mapping[int, str]) -> list[Fault]:
    """Everything that no plan may hold: nobody is planned twice for the same, and nobody visits itself."""
    found = [fault for one in visits for fault in _of_visit(one, names)]
    twice = Counter(pair for one in visits for pair in one.pairs)
    found += [
        Fault(f"{names.get(host, '')}への訪問", f"{names.get(evaluator, '')}との組合せが2回あります。")
        for (evaluator, host), times in twice.items()
        if times > 1
    ]
    return found


def _of_visit(visit: PlannedVisit, names: Mapping[int, str]) -> Iterator[Fault]:
    if visit.host_id not in names or not set(visit.evaluator_ids) <= names.keys():
        yield Fault("訪問", "登録されていない病院があります。")
        return
    where = f"{names[visit.host_id]}への訪問"
    if not 1 <= len(set(visit.evaluator_ids)) <= MOST_TOGETHER:
        yield Fault(where, f"訪問する病院を1つから{MOST_TOGETHER}つまで選んでください。")
    if visit.host_id in visit.evaluator_ids:
        yield Fault(where, "受審病院自身を訪問側にすることはできません。")
    if len(set(visit.evaluator_ids)) < len(visit.evaluator_ids):
        yield Fault(where, "同じ病院が2回選ばれています。")
    if visit.month is not None and not 1 <= visit.month <= 12:
        yield Fault(where, "訪問する月は1から12までの数で入力してください。")


OBSTACLES = {
    Obstacle.GROUP: "同じグループの病院です",
    Obstacle.AREA: "医療圏が異なります",
    Obstacle.DISTANCE: "距離の上限を超えます",
    Obstacle.MONTHS: "訪問できる月が重なりません",
}


def remarks(question: Question, visits: Iterable[PlannedVisit]) -> dict[PlannedVisit, tuple[str, ...]]:
    """What speaks against each visit by the settings and by what is known of the hospitals; absent where nothing does."""
    told = {one: tuple(_against(question, one)) for one in visits}
    return {one: lines for one, lines in told.items() if lines}


def _against(question: Question, visit: PlannedVisit) -> Iterator[str]:
    host = question.partners[visit.host_id]
    for one in (question.partners[key] for key in visit.evaluator_ids):
        if one.safety != 1 and not one.external:
            yield f"{one.name}は医療安全対策加算1を届け出ていないため、評価として数えません。"
        for obstacle in sorted(partnership.obstacles(question, one, host) - {Obstacle.MONTHS}):
            yield f"{one.name}と{host.name}は{OBSTACLES[obstacle]}。"
        if (ago := question.recent.get((one.id, host.id))) is not None:
            yield f"{one.name}は{'前年度' if ago == 1 else f'{ago}年前'}にも{host.name}を訪問しています。"
    if host.advanced:
        yield f"{host.name}は特定機能病院のため、評価を受ける義務がありません。"
    yield from _of_the_month(question, visit, host)


def _of_the_month(question: Question, visit: PlannedVisit, host: Partner) -> Iterator[str]:
    if visit.month is None:
        return
    if visit.month not in question.months:
        yield f"{visit.month}月はすでに過ぎています。"
    closed = [
        question.partners[key].name
        for key in (host.id, *visit.evaluator_ids)
        if visit.month in question.partners[key].closed
    ]
    if closed:
        open_to = days_together.open_months(question, host.id, visit.evaluator_ids)
        rest = "、".join(f"{month}月" for month in open_to)
        yield f"{visit.month}月は{'・'.join(closed)}が訪問できません（全員が空いている月：{rest or 'なし'}）。"
