"""What followed the invented trainings of the centre: who attended, what they answered, and what hospitals took from it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from checklist.demo.cast import Cast, moment
from checklist.demo.hospitals import Member
from checklist.model.center.activities import Training
from checklist.model.center.attendance import Attendance, Reopening, ViewingTurn
from checklist.model.center.questionnaires import Answer, Purpose
from checklist.store import clock
from checklist.store.center import attendance_offers, attendances, questionnaire_door, questionnaires
from checklist.store.hospitals import hospitals
from checklist.store.records import records

USEFUL = (
    "相談の終え方の言い回しが参考になった。",
    "同じ話が続くときの区切り方を、明日から試したい。",
    "記録の書き方の例が具体的で分かりやすかった。",
    "病院の相談窓口との役割の違いを整理できた。",
    "説明の順番を変えるという考え方が参考になった。",
)
WISHED = (
    "医療費の制度と相談先",
    "カルテ開示の手続き",
    "暴言・威圧への組織としての対応",
    "在宅医療の相談への対応",
    "架空県弁護士会の弁護士による講義をもう一度聞きたい",
)
QUESTIONS = (
    "同じ相談が毎日続くとき、どのように区切りをつければよいですか。",
    "怒りの強い相談者には、最初に何と声をかけるのがよいですか。",
    "診断の是非を尋ねられたときの断り方を知りたい。",
)
TROUBLES = ("1件に1時間以上かかる相談が続き、ほかの電話に出られない。", "担当者によって答えが異なると言われる。")
REFUSAL = "受講した職員は派遣元の記録とするため、自院の職員研修には含めない。"
_OFFERED = 3
"""Of so many trainings, the last ones, the hospitals were offered their numbers."""


def tell(cast: Cast, members: Sequence[Member], person: int, seed: int) -> None:
    """The trainings of the last two years with everything around them; older ones stay as they were recorded."""
    rng, act = Random(seed * 7_368_787), cast.act(person, cast.present)
    codes = {one.id: one.code for one in hospitals.all_hospitals(act)}
    managers = {codes[one.id]: one.manager for one in members if not one.external}
    known = [one for one in records.of_hospital(act, None, Training) if one.held_on > cast.today - timedelta(days=800)]
    held = [one for one in known if one.held and one.held_on <= _now(cast)]
    for turn, one in enumerate(held):
        # Where it was told already who came, that stands.
        came = {line.hospital_code for line in attendances.of_training(act, one.id)}
        sent = [] if came else rng.sample(list(managers), min(len(managers), 8))
        _attended(cast, person, rng, one, sent)
        _asked(cast, person, rng, one)
        _settled(cast, person, one)
        if turn < _OFFERED:
            _offered(cast, person, one, managers)
    for one in known:
        if one not in held:
            _ahead(cast, person, rng, one)
    _turns(cast, person, held)


def _now(cast: Cast) -> date:
    """The last day on which anybody acts: on whatever day the region is looked at, not after the clock."""
    return min(cast.today, clock.day_of(cast.present))


def _attended(cast: Cast, person: int, rng: Random, one: Training, sent: Sequence[str]) -> None:
    """Some nurses and clerks of each hospital, and the desks themselves with whoever works there."""
    day = min(one.held_on + timedelta(days=20), _now(cast))
    lines = []
    for place, hospital in enumerate(sent):
        code: dict[str, Any] = {"training_id": one.id, "hospital_code": hospital}
        lines.append(Attendance(**code, held_on=one.held_on, profession="nurse", people=rng.randint(1, 4)))
        lines.append(Attendance(**code, held_on=one.held_on, profession="office", people=rng.randint(1, 2)))
        if place % 2 and day > one.held_on:
            later: dict[str, Any] = {"held_on": day, "way": "demand"}
            lines.append(Attendance(**code, **later, profession="pharmacist", people=rng.randint(1, 3)))
    desks = (
        ("東部保健所", "staff", 3),
        ("東部保健所", "part_time", 2),
        ("西部保健所", "contracted", 2),
        ("センター", "dispatched", 1),
    )
    for facility, employment, people in desks:
        about: dict[str, Any] = {"facility": facility, "employment": employment, "people": people}
        lines.append(Attendance(training_id=one.id, held_on=one.held_on, profession="public_health_nurse", **about))
    entered = cast.act(person, min(moment(day, 17), cast.present))
    attendances.put(entered, one.id, lines)
    again = one.demand_until + timedelta(days=14) if one.demand_until else None
    if again and again <= _now(cast):
        opened = Reopening(
            training_id=one.id, held_on=again, closes_on=again + timedelta(days=30), asked_by="西部保健所"
        )
        records.save(cast.act(person, min(moment(again, 9), cast.present)), None, opened)


def _settled(cast: Cast, person: int, one: Training) -> None:
    act = cast.act(person, min(moment(min(one.held_on + timedelta(days=20), _now(cast)), 18), cast.present))
    attendances.settle(act, one.id, records.get(act, Training, one.id).version)


def _asked(cast: Cast, person: int, rng: Random, one: Training) -> None:
    act = cast.act(person, min(moment(one.held_on - timedelta(days=3), 10), cast.present))
    closes = one.demand_until or one.held_on + timedelta(days=14)
    number = questionnaires.start(act, one.id, Purpose.AFTER, one.held_on, closes)
    asked = questionnaires.get(act, number)
    topics = questionnaires.questions(act, asked)[2].options
    # Not everybody answers, and nobody does who was not there.
    people = sum(line.people for line in attendances.of_training(act, one.id))
    for given in _answers(rng, min(18 + rng.randrange(8), people * 4 // 5), topics):
        questionnaire_door.take(act.db, asked.token, _operation(rng), given, True, min(one.held_on, _now(cast)))


def _answers(rng: Random, count: int, topics: Sequence[str]) -> Iterator[dict[str, Answer]]:
    for _ in range(count):
        given: dict[str, Answer] = {"1": rng.choices((2, 3, 4, 5), (1, 4, 9, 7))[0], "3": rng.choice(topics)}
        if rng.random() < 0.4:
            given["2"] = rng.choice(USEFUL)
        if rng.random() < 0.3:
            given["4"] = rng.choice(WISHED)
        yield given


def _operation(rng: Random) -> str:
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def _offered(cast: Cast, person: int, one: Training, managers: Mapping[str, int]) -> None:
    """Most accept within some days, one does not, and the last ones have yet to say."""
    day = min(one.held_on + timedelta(days=25), _now(cast))
    act = cast.act(person, min(moment(day, 18), cast.present))
    sent = {line.hospital_code for line in attendances.of_training(act, one.id)} - {""}
    for place, code in enumerate(code for code in managers if code in sent):
        offer = attendance_offers.offer(act, one.id, code)
        said = cast.act(managers[code], min(moment(min(day + timedelta(days=4), _now(cast)), 19), cast.present))
        if place == 1:
            attendance_offers.refuse(said, offer, REFUSAL)
        elif place % 3:
            found = next(known for known in attendance_offers.of_training(act, one.id) if known.id == offer)
            attendance_offers.accept(said, offer, found.attended + found.viewed + 2)


def _ahead(cast: Cast, person: int, rng: Random, one: Training) -> None:
    """For the training to come, questions for its lecturer are collected."""
    act = cast.act(person, cast.present)
    first = min(_now(cast), one.held_on)
    number = questionnaires.start(act, one.id, Purpose.BEFORE, first, min(one.held_on, first + timedelta(days=60)))
    asked = questionnaires.get(act, number)
    for place, text in enumerate(QUESTIONS):
        given: dict[str, Answer] = {"1": text}
        if place < len(TROUBLES):
            given["2"] = TROUBLES[place]
        questionnaire_door.take(act.db, asked.token, _operation(rng), given, True, first)


def _turns(cast: Cast, person: int, held: Sequence[Training]) -> None:
    """Two of the desk watched while on duty, one after the other."""
    if not held:
        return
    day = min(held[0].held_on + timedelta(days=10), _now(cast))
    act = cast.act(person, cast.present)
    for started, ended, staff, agreed in (
        ("10:30", "11:30", "架空 春子", "架空 秋子"),
        ("14:00", "15:00", "架空 秋子", "架空 春子"),
    ):
        attendances.agree(
            act,
            ViewingTurn(
                held_on=day, started=started, ended=ended, course=held[0].theme, staff=staff, agreed_by=agreed,
                impression="朝の打合せで、相談を終えるときの言葉を共有した。" if staff == "架空 春子" else "",
            ),
        )  # fmt: skip
