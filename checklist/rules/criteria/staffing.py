"""The people that the rules ask for: 医療安全管理者, members of the departments, and the physician."""

from __future__ import annotations

from collections.abc import Iterable

from checklist import words
from checklist.model.records import LICENSED, Appointment, Course
from checklist.rules.criteria.facts import Facts, years_before
from checklist.rules.criteria.rule_set import Requirement
from checklist.rules.criteria.verdict import Shown, Verdict, met, not_met, of, unknown
from checklist.rules.records.training import same_person
from checklist.words.records import DEDICATIONS, DEPARTMENTS, MORE_DEPARTMENTS, PROFESSIONS, TOPICS

RANK = ("concurrent", "assigned", "dedicated")
# Where the law asks for 専任, 専従 is more than enough.
FULL = frozenset({"dedicated", "assigned"})
NAMES = DEPARTMENTS | MORE_DEPARTMENTS
BESIDE_PHYSICIAN = frozenset({"nurse", "pharmacist"})
NOBODY = "「記録」で配置職員を登録してください。"


def _appointment(one: Appointment) -> Shown:
    return of(one, f"{one.staff_name}（{PROFESSIONS[one.profession]}・{DEDICATIONS[one.dedication]}）")


def _course(one: Course) -> Shown:
    return of(one, f"{one.title}（{one.organiser_name}・{one.hours:g}時間）")


def serving(facts: Facts, post: str) -> tuple[Appointment, ...]:
    """Who is in a post on the day."""
    return tuple(one for one in facts.of(Appointment) if one.post == post and one.serves_on(facts.on))


def _absent(facts: Facts, post: str, name: str) -> Verdict:
    """Nobody is in the post: never recorded, or no longer there."""
    # Never recorded is 要確認, since nobody may have typed it in; recorded as ended is 否.
    former = [one for one in facts.of(Appointment) if one.post == post and one.valid_to]
    if not former:
        return unknown(f"{name}の配置が記録されていません。", NOBODY)
    last = max(former, key=lambda one: one.valid_to or one.valid_from)
    reason = f"{name}（{last.staff_name}）の配置は{words.day(last.valid_to)}に終了し、その後の配置がありません。"
    return not_met(reason, f"後任の{name}を配置し、「記録」に登録してください。", (_appointment(last),))


def _hours(courses: Iterable[Course]) -> float:
    return sum(one.hours for one in courses)


def _courses(facts: Facts, one: Appointment) -> list[Course]:
    return [course for course in facts.of(Course) if same_person(course.staff_name, one.staff_name)]


def _recognised(courses: Iterable[Course], asked: Requirement) -> list[Course]:
    organisers = asked.texts_of("organisers")
    return [one for one in courses if one.organiser in organisers]


def leading(facts: Facts) -> Appointment | None:
    """The 医療安全管理者 whom the rules look at: the most dedicated one, then the one with the most training."""
    # Of several the best one is looked at: the notice asks that there be one, not that all be so.
    found = serving(facts, "safety_manager")
    return max(found, key=lambda one: (RANK.index(one.dedication), _hours(_courses(facts, one))), default=None)


def manager_placed(facts: Facts, asked: Requirement) -> Verdict:
    """管理体制（ア）: a licensed professional, dedicated or assigned."""
    one = leading(facts)
    if one is None:
        return _absent(facts, "safety_manager", "医療安全管理者")
    who, shown = f"医療安全管理者（{one.staff_name}）", (_appointment(one),)
    if beside := _dedicated_beside(facts, one, asked):
        reason = f"専任の医師（{one.staff_name}）が医療安全管理者で、専従の{PROFESSIONS[beside.profession]}（{beside.staff_name}）が医療安全管理部門に配置されています。"
        return met(reason, (*shown, _appointment(beside)))
    wanted = "または".join(DEDICATIONS[code] for code in asked.texts_of("dedication"))
    if one.profession not in LICENSED:
        reason = f"{who}の職種は{PROFESSIONS[one.profession]}で、医療有資格者ではありません。"
        return not_met(reason, "医療有資格者を医療安全管理者に配置してください。", shown)
    if one.dedication not in asked.texts_of("dedication"):
        reason = f"{who}は{DEDICATIONS[one.dedication]}で、{wanted}ではありません。"
        return not_met(reason, f"医療安全管理者を{wanted}として配置してください。", shown)
    # Only the set knows: 令和6 allows a 専従 manager of 加算1 no other work, 令和8 up to 16 hours a month, and for 専任
    # there is no limit at all.
    allowed = asked.number_of("other_hours")
    if "other_hours" in asked.parameters and one.other_hours > allowed:
        limit = f"（上限{allowed:g}時間）" if allowed else ""
        reason = f"{who}は{DEDICATIONS[one.dedication]}ですが、他の業務を月{one.other_hours:g}時間行っています{limit}。"
        wanted = (
            f"他の業務を月{allowed:g}時間以内にしてください。" if allowed else "他の業務を行わない配置にしてください。"
        )
        return not_met(reason, wanted, shown)
    other = f"（他の業務は月{one.other_hours:g}時間、上限{allowed:g}時間）" if allowed and one.other_hours else ""
    reason = (
        f"{PROFESSIONS[one.profession]}の{one.staff_name}が{DEDICATIONS[one.dedication]}の医療安全管理者です{other}。"
    )
    return met(reason, shown)


def _dedicated_beside(facts: Facts, one: Appointment, asked: Requirement) -> Appointment | None:
    """The 専従 nurse or pharmacist beside a 専任 physician who is the 医療安全管理者 (疑義解釈 平成30年 問94)."""
    if one.profession != "physician" or one.dedication != "assigned" or "other_hours" not in asked.parameters:
        return None
    posts, allowed = {"safety_manager", *NAMES}, asked.number_of("other_hours")
    found = [other for post in posts for other in serving(facts, post) if other.profession in BESIDE_PHYSICIAN]
    return next((other for other in found if other.dedication == "dedicated" and other.other_hours <= allowed), None)


def manager_course_organiser(facts: Facts, asked: Requirement) -> Verdict:
    """管理体制（ア）（イ）: a training by the state or a medical association."""
    one = leading(facts)
    if one is None:
        return _absent(facts, "safety_manager", "医療安全管理者")
    courses = _courses(facts, one)
    if not courses:
        return unknown(
            f"{one.staff_name}が受講した研修が記録されていません。", "「記録」で受講した研修を登録してください。"
        )
    counting = _recognised(courses, asked)
    if not counting:
        reason = f"{one.staff_name}が受講した{len(courses)}件の研修は、国または医療関係団体等の主催ではありません。"
        return not_met(reason, "国または医療関係団体等が主催する研修を受講してください。", tuple(map(_course, courses)))
    reason = f"{one.staff_name}は国または医療関係団体等が主催する研修を{len(counting)}件修了しています。"
    return met(reason, tuple(map(_course, counting)))


def manager_course_hours(facts: Facts, asked: Requirement) -> Verdict:
    """管理体制（ア）（ロ）: 40 hours altogether, over several courses as well."""
    one = leading(facts)
    if one is None:
        return _absent(facts, "safety_manager", "医療安全管理者")
    # 「通算40時間以上」: hours of several courses add up, those of the hospital's own training do not count.
    counting, needed = _recognised(_courses(facts, one), asked), asked.number_of("hours")
    if not _courses(facts, one):
        return unknown(
            f"{one.staff_name}が受講した研修が記録されていません。", "「記録」で受講した研修を登録してください。"
        )
    total, shown = _hours(counting), tuple(map(_course, counting))
    if total < needed:
        reason = f"{one.staff_name}の研修は通算{total:g}時間で、{needed:g}時間に{needed - total:g}時間不足しています。"
        return not_met(reason, f"不足する{needed - total:g}時間以上の研修を追加で受講してください。", shown)
    return met(f"{one.staff_name}の研修は通算{total:g}時間です（必要{needed:g}時間）。", shown)


def manager_course_topics(facts: Facts, asked: Requirement) -> Verdict:
    """管理体制（ア）（ハ）: every topic, made up by a later course if need be."""
    one = leading(facts)
    if one is None:
        return _absent(facts, "safety_manager", "医療安全管理者")
    counting, wanted = _recognised(_courses(facts, one), asked), asked.texts_of("topics")
    if not _courses(facts, one):
        return unknown(
            f"{one.staff_name}が受講した研修が記録されていません。", "「記録」で受講した研修を登録してください。"
        )
    # Topics that a course lacked may be made up by a later one (疑義解釈).
    heard, shown = {topic for course in counting for topic in course.topics}, tuple(map(_course, counting))
    missing = [f"「{TOPICS[topic]}」" for topic in wanted if topic not in heard]
    if missing:
        reason = f"{one.staff_name}の研修は、{len(wanted)}つの内容のうち{'、'.join(missing)}が不足しています。"
        return not_met(reason, "不足する内容を補足する研修を追加で受講してください。", shown)
    # 「講義および具体例に基づく演習等」: only what somebody has said of a course decides; most were never asked about it.
    if all(course.exercise == "no" for course in counting):
        reason = f"{one.staff_name}の研修は講義のみで、具体例に基づく演習を含んでいません。"
        return not_met(reason, "演習を含む研修を追加で受講してください。", shown)
    return met(f"{one.staff_name}の研修は{len(wanted)}つの内容をすべて含んでいます。", shown)


def members_placed(facts: Facts, asked: Requirement) -> Verdict:
    """管理体制（エ）: an assigned member from each department."""
    # 「診療部門、薬剤部門、看護部門、事務部門等の全ての部門」: the four are named, the rest is for the region to say.
    more = str(asked.parameters.get("more_departments", ""))
    wanted = (*asked.texts_of("departments"), *filter(None, more.split(",")))
    if not any(one.post in wanted for one in facts.of(Appointment)):
        return unknown("医療安全管理部門の各部門の職員が記録されていません。", NOBODY)
    placed = {post: [one for one in serving(facts, post) if one.dedication in FULL] for post in wanted}
    shown = tuple(_appointment(found[0]) for found in placed.values() if found)
    missing = [_lacking(facts, post) for post, found in placed.items() if not found]
    if missing:
        reason = f"{len(wanted)}部門のうち{'、'.join(missing)}の専任の職員がいません。"
        return not_met(reason, "不足する部門の専任の職員を配置し、「記録」に登録してください。", shown)
    return met(f"{'、'.join(NAMES[post] for post in wanted)}のすべてに専任の職員がいます。", shown)


def _lacking(facts: Facts, post: str) -> str:
    """A department without an assigned member, and why."""
    if any(serving(facts, post)):
        return f"{NAMES[post]}（兼任のみ）"
    ended = [one.valid_to for one in facts.of(Appointment) if one.post == post and one.valid_to]
    return f"{NAMES[post]}（{words.day(max(ended))}に配置終了）" if ended else NAMES[post]


def _physicians(facts: Facts) -> list[Appointment]:
    found = serving(facts, "physician")
    return [one for one in found if one.profession == "physician" and one.dedication in FULL]


def physician_placed(facts: Facts, asked: Requirement) -> Verdict:
    """地域連携加算1: an assigned physician in the department."""
    found = _physicians(facts)
    if found:
        return met(f"{found[0].staff_name}が専任の医師です。", tuple(map(_appointment, found)))
    others = serving(facts, "physician")
    if not others:
        return _absent(facts, "physician", "専任の医師")
    one = others[0]
    reason = (
        f"{one.staff_name}は{PROFESSIONS[one.profession]}・{DEDICATIONS[one.dedication]}で、専任の医師ではありません。"
    )
    return not_met(reason, "医師を専任で医療安全管理部門に配置してください。", (_appointment(one),))


def physician_qualified(facts: Facts, asked: Requirement) -> Verdict:
    """地域連携加算1: three years of patient safety, or the training that a 医療安全管理者 needs."""
    found, years = _physicians(facts), int(asked.number_of("years"))
    if not found:
        return _absent(facts, "physician", "専任の医師")
    lacking = {one.staff_name: _lacking_training(facts, one, asked) for one in found}
    for one in found:
        if not lacking[one.staff_name]:
            shown = (_appointment(one), *map(_course, _recognised(_courses(facts, one), asked)))
            return met(f"{one.staff_name}は適切な研修を修了しています。", shown)
    started = [one for one in found if one.safety_since]
    heard = tuple(_course(course) for one in found for course in _courses(facts, one))
    if not started:
        one = found[0]
        known = (
            f"が記録されていません。{lacking[one.staff_name]}" if _courses(facts, one) else "と研修が記録されていません"
        )
        reason = f"{one.staff_name}の医療安全対策の経験年数{known}。"
        remedy = "業務を始めた日または修了した研修を登録してください。"
        return unknown(reason, remedy, (*map(_appointment, found), *heard))
    one = min(started, key=lambda one: one.safety_since or facts.on)
    since, shown = words.day(one.safety_since), (_appointment(one),)
    if one.safety_since and one.safety_since <= years_before(facts.on, years):
        return met(f"{one.staff_name}は{since}から医療安全対策に{years}年以上従事しています。", shown)
    told = lacking[one.staff_name] if _courses(facts, one) else "適切な研修の修了も記録されていません"
    reason = f"{one.staff_name}は{since}からで経験が{years}年に満たず、{told}。"
    remedy = f"適切な研修を修了するか、経験が{years}年になるまで別の医師を配置してください。"
    return not_met(reason, remedy, (*shown, *heard))


def _lacking_training(facts: Facts, one: Appointment, asked: Requirement) -> str:
    """What somebody's training lacks to be 適切な研修, in words; an empty text for one that lacks nothing."""
    # The same training as a 医療安全管理者's: who held it, how long, and about what; a tick beside it decides nothing.
    counting, needed = _recognised(_courses(facts, one), asked), asked.number_of("hours")
    if not counting:
        return "国または医療関係団体等が主催する研修を修了していません"
    heard, total = {topic for course in counting for topic in course.topics}, _hours(counting)
    missing = [f"「{TOPICS[topic]}」" for topic in asked.texts_of("topics") if topic not in heard]
    told = [f"研修は通算{total:g}時間で{needed - total:g}時間不足しています"] if total < needed else []
    told += [f"研修の内容のうち{'、'.join(missing)}が不足しています"] if missing else []
    return "、".join(told)
