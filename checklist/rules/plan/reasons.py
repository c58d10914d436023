"""Why a duty cannot be met, in one sentence, and what would help."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from checklist import words
from checklist.model.plan import Partner, PlanDuty, Unmet
from checklist.rules.plan.duty_states import DutyLine
from checklist.rules.plan.partnership import Obstacle, Question, apart, minutes, obstacles, pairs

_OUTSIDE = "地域外の連携病院と行う訪問を、記録のみの訪問として登録すると満たせます。"


def unmet(question: Question, found: Iterable[DutyLine]) -> tuple[Unmet, ...]:
    """Each duty without a partner, with the reason and the remedy."""
    return tuple(_told(question, one) for one in found)


def _told(question: Question, line: DutyLine) -> Unmet:
    me, wanted = question.partners[line.hospital_id], 2 if line.duty is PlanDuty.EVALUATES_TWO else 1
    others = list(_candidates(question, me, line.duty))
    if not others:
        return Unmet(me.id, line.duty, _nobody(me, wanted), _OUTSIDE)
    if not all(_between(question, me, other, line.duty) for other in others):
        return Unmet(
            me.id, line.duty, "この義務を満たす訪問が計画されていません。", "計画案を作成すると、相手を割り当てます。"
        )
    between = {other.id: _between(question, me, other, line.duty) for other in others}
    lifted = _least(between.values())
    nearest = min((one for one in others if between[one.id] <= lifted), key=lambda one: apart(question, me, one) or 0.0)
    kept = frozenset[Obstacle]().union(*between.values())
    return Unmet(me.id, line.duty, _reason(question, me, wanted, kept, lifted), _remedy(question, me, nearest, lifted))


def _candidates(question: Question, me: Partner, duty: PlanDuty) -> Iterable[Partner]:
    """Everybody whose class fits, whatever stands between."""
    for evaluator, host in pairs(question):
        if duty is PlanDuty.EVALUATED and host.id == me.id:
            yield evaluator
        elif duty is not PlanDuty.EVALUATED and evaluator.id == me.id:
            if host.safety == (1 if duty is PlanDuty.EVALUATES_ONE else 2):
                yield host


def _between(question: Question, me: Partner, other: Partner, duty: PlanDuty) -> frozenset[Obstacle]:
    return obstacles(question, *((other, me) if duty is PlanDuty.EVALUATED else (me, other)))


def _least(found: Iterable[frozenset[Obstacle]]) -> frozenset[Obstacle]:
    """The fewest obstacles that have to go for anybody to be a partner."""
    known = list(found)
    for size in range(1, len(Obstacle) + 1):
        for some in combinations(Obstacle, size):
            if any(one <= set(some) for one in known):
                return frozenset(some)
    return frozenset(Obstacle)


def _nobody(me: Partner, wanted: int) -> str:
    other = "ほかに" if me.safety == wanted else ""
    return f"{words.addon_class(wanted)}を届け出て訪問の相手となれる病院が、地域に{other}ありません。"


def _reason(
    question: Question, me: Partner, wanted: int, kept: frozenset[Obstacle], lifted: frozenset[Obstacle]
) -> str:
    """What stands in the way; hospitals of the same group are told apart where they are not what matters."""
    name, other = words.addon_class(wanted), "ほかに" if me.safety == wanted else ""
    but = "（同じグループの病院を除く）" if Obstacle.GROUP in kept - lifted else ""
    if kept - {Obstacle.GROUP} == lifted == {Obstacle.AREA}:
        return f"{me.area}地域には{name}{but}が{other}ありません。"
    if kept - {Obstacle.GROUP} == lifted == {Obstacle.DISTANCE}:
        return f"{question.settings.kilometres}km以内に{name}{but}が{other}ありません。"
    if kept == {Obstacle.GROUP}:
        return f"相手となれる{name}は、同じグループ（{me.group}）の病院のみです。"
    if kept - {Obstacle.GROUP} == lifted == {Obstacle.MONTHS}:
        return f"訪問できる月が重なる{name}{but}がありません。"
    parts = "、".join(_NAMED[one] for one in Obstacle if one in kept)
    return f"{name}のすべてに、相手となれない事情（{parts}）があります。"


_NAMED = {
    Obstacle.GROUP: "同じグループ",
    Obstacle.AREA: "ほかの医療圏",
    Obstacle.DISTANCE: "距離の上限",
    Obstacle.MONTHS: "訪問できない月",
}


def _remedy(question: Question, me: Partner, nearest: Partner, lifted: frozenset[Obstacle]) -> str:
    distance, known = apart(question, me, nearest), minutes(question, me, nearest)
    far = "" if distance is None else f"、約{distance:.0f}km"
    far = far if known is None else f"、移動時間{known}分"
    asked = {
        Obstacle.GROUP: "同じグループの病院を認める",
        Obstacle.AREA: "隣の地域を認める",
        Obstacle.DISTANCE: f"距離の上限を{int(distance or 0) + 1}km以上にする",
        Obstacle.MONTHS: "訪問できない月を減らす",
    }
    return f"{'、'.join(asked[one] for one in Obstacle if one in lifted)}と満たせます（{nearest.name}{far}）。"
