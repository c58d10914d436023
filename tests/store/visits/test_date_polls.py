"""Polls for the day of a visit: who may do what, what two people at once come to, and the day that is taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checklist.errors import ChecklistError, Forbidden, NotFound, Refused, Stale
from checklist.model.accounts import Role
from checklist.model.visits import DateAnswer, DatePoll, DayPart, PollState, Visit, VisitState, VisitTime
from checklist.readings import date_poll_page, notice_source
from checklist.rules.visits import day_standings
from checklist.store import db
from checklist.store.accounts import people
from checklist.store.act import Act
from checklist.store.hospitals import hospitals
from checklist.store.visits import date_polls, date_voices, visit_days, visit_steps, visits
from tests.cycle import who
from tests.world import HOST, LEADING, SECOND, SMALL, STRANGER, World, by

TODAY = date(2026, 11, 22)
THURSDAY, FRIDAY, SUNDAY = date(2026, 12, 3), date(2026, 12, 4), date(2026, 12, 6)
ONE, TWO = VisitTime(THURSDAY, DayPart.AFTERNOON, "13:30"), VisitTime(FRIDAY)
YES, MAYBE, NO = DateAnswer.YES, DateAnswer.MAYBE, DateAnswer.NO
ASKED = ("manager.h01", "evaluator.h02", "second.h02")


def offer(world: World, *times: VisitTime, seen: int = 0, login: str = "evaluator.h02") -> None:
    with db.writing() as connection:
        date_polls.offer(by(connection, who(world, login)), world.visit, seen, times)


def poll(world: World, login: str = "evaluator.h02") -> DatePoll:
    with db.reading() as connection:
        found = date_polls.of_visit(by(connection, who(world, login)), world.visit)
    assert found is not None
    return found


def answer(world: World, login: str, value: DateAnswer, place: int = 0) -> None:
    offers = poll(world).offers
    with db.writing() as connection:
        date_polls.answer(by(connection, who(world, login)), offers[place].id, value)


def fix(world: World, place: int = 0, login: str = "evaluator.h02", seen: tuple[int, int] | None = None) -> None:
    found = poll(world)
    with db.writing() as connection:
        date_polls.fix(by(connection, who(world, login)), found.offers[place].id, seen or found.seen)


def visit(world: World) -> Visit:
    with db.reading() as connection:
        return visits.get(by(connection, who(world, "secretariat")), world.visit)


def page(world: World, login: str = "evaluator.h02") -> date_poll_page.PollPage:
    with db.reading() as connection:
        found = date_poll_page.find(by(connection, who(world, login)), world.visit)
    assert found is not None
    return found


def told(world: World, login: str) -> list[str]:
    with db.reading() as connection:
        found = notice_source.read(by(connection, who(world, login)))
    return [one.what or one.again for one in found if one.thread.startswith("poll")]


def test_from_the_offer_to_the_day_everybody_is_asked_and_told(world: World) -> None:
    offer(world, TWO, ONE)
    assert [one.time for one in poll(world).offers] == [ONE, TWO]
    assert all("訪問日の候補への回答のお願い" in told(world, login)[0] for login in ASKED)
    answers = {"manager.h01": (YES, NO), "evaluator.h02": (YES, MAYBE), "second.h02": (MAYBE, YES)}
    for login, values in answers.items():
        for place, value in enumerate(values):
            answer(world, login, value, place)
    assert [told(world, login) for login in ("manager.h01", "manager.h03")] == [[], []]
    for login in ("evaluator.h02", "second.h02", "manager.h02", "secretariat"):
        assert "全員が回答しました" in told(world, login)[0]
    best = page(world).standings[0]
    assert (best.offer.time, best.missing, best.suits_all) == (ONE, (), True)
    assert best.named == {
        YES: ("受審病院（manager.h01 さん）", "evaluator.h02 さん"),
        MAYBE: ("second.h02 さん",),
        NO: (),
    }
    fix(world)
    done = poll(world)
    assert done.fixed
    assert (done.state, done.fixed.time) == (PollState.FIXED, ONE)
    assert visit(world).visit_date == THURSDAY
    with db.reading() as connection:
        act = by(connection, who(world, "second.h02"))
        day = [one for one in notice_source.read(act) if one.thread == f"visit {world.visit}"]
        revision = visit_days.of_visits(act, [visit(world)])[world.visit]
    assert "2026年12月3日（木）" in day[0].what
    assert (revision.sequence, revision.time) == (2, ONE)


MAY = {
    "offer": {"evaluator.h02", "second.h02", "manager.h02"},
    "answer": {"manager.h01", "evaluator.h02", "second.h02"},
    "fix": {"evaluator.h02", "second.h02", "manager.h02", "secretariat"},
    "withdraw": {"evaluator.h02", "second.h02", "manager.h02"},
    "read": {"manager.h01", "manager.h02", "evaluator.h02", "second.h02", "secretariat"},
}


def _do(act: Act, verb: str, visit_id: int, found: DatePoll) -> None:
    first = found.offers[0].id
    if verb == "offer":
        date_polls.offer(act, visit_id, 1, [VisitTime(SUNDAY)])
    elif verb == "answer":
        date_polls.answer(act, first, YES)
    elif verb == "fix":
        date_polls.fix(act, first, found.seen)
    elif verb == "withdraw":
        date_polls.withdraw(act, visit_id, 1)
    else:
        date_polls.of_visit(act, visit_id)


@pytest.mark.parametrize("verb", MAY)
def test_each_verb_is_for_those_whom_the_table_names_and_nobody_else(world: World, verb: str) -> None:
    offer(world, ONE, TWO)
    found, allowed = poll(world), set()
    for login, person in world.people.items():
        try:
            with db.writing() as connection:
                act = by(connection, who(world, login))
                _do(act, verb, world.visit, found)
                allowed.add(person.login)
                raise Refused("taken back")
        except Refused:
            pass
        except Forbidden:
            assert login not in MAY[verb]
    assert allowed == MAY[verb]
    assert (poll(world), visit(world).visit_date) == (found, date(2026, 11, 25))


BAD = [
    ([], "日付を入力"),
    ([VisitTime(TODAY - timedelta(1))], "過ぎた日"),
    ([VisitTime(date(2027, 4, 1))], "2026年度の日付"),
    ([ONE], "すでに候補にあります"),
    ([VisitTime(SUNDAY), VisitTime(SUNDAY)], "すでに候補にあります"),
    ([VisitTime(SUNDAY, DayPart.MORNING, "13:00")], "12時より前"),
    ([VisitTime(SUNDAY, DayPart.AFTERNOON, "09:00")], "12時以降"),
    ([VisitTime(date(2027, 1, 4) + timedelta(place)) for place in range(20)], "20件まで"),
]


@pytest.mark.parametrize(("times", "sentence"), BAD)
def test_what_cannot_be_offered_is_told_and_changes_nothing(
    world: World, times: list[VisitTime], sentence: str
) -> None:
    offer(world, ONE)
    before = poll(world)
    with pytest.raises(Refused, match=sentence):
        offer(world, *times, seen=1)
    assert poll(world) == before


def test_who_changes_a_poll_that_somebody_else_has_changed_is_told_who(world: World) -> None:
    offer(world, ONE)
    for seen in (0, 2, -1):
        with pytest.raises(Stale, match="evaluator"):
            offer(world, TWO, seen=seen, login="second.h02")
    offer(world, TWO, seen=1, login="second.h02")
    found = poll(world)
    first, last = found.offers
    with db.writing() as connection:
        act = by(connection, who(world, "evaluator.h02"))
        with pytest.raises(Stale, match="second"):
            date_polls.drop(act, first.id, 1)
        for verb in ("withdraw", "fix"):
            with pytest.raises(Stale, match="second"):
                _do(act, verb, world.visit, replace(found, version=1))
    assert [one.time for one in poll(world).offers] == [ONE, TWO]
    with db.writing() as connection:
        date_polls.drop(by(connection, who(world, "second.h02")), last.id, 2)
    with db.writing() as connection, pytest.raises(Refused, match="取り下げられています"):
        date_polls.answer(by(connection, who(world, "manager.h01")), last.id, YES)
    with db.writing() as connection, pytest.raises(Refused, match="1件以上"):
        date_polls.drop(by(connection, who(world, "second.h02")), first.id, 3)


def test_a_day_is_not_fixed_over_answers_that_nobody_has_seen(world: World) -> None:
    offer(world, ONE)
    answer(world, "manager.h01", YES)
    seen = poll(world).seen
    answer(world, "manager.h01", NO)
    with pytest.raises(Stale, match="回答が新しくなっています"):
        fix(world, seen=seen)
    assert visit(world).visit_date == date(2026, 11, 25)
    fix(world)
    taken = poll(world).fixed
    assert taken
    with db.writing() as connection, pytest.raises(Stale, match="すでに決定"):
        date_polls.fix(by(connection, who(world, "secretariat")), taken.id, (2, 3))


@pytest.mark.parametrize("ended", ["fixed", "withdrawn", "cancelled", "on site"])
def test_nothing_is_answered_once_there_is_nothing_to_ask(world: World, ended: str) -> None:
    offer(world, ONE)
    answer(world, "manager.h01", YES)
    offered = poll(world).offers[0].id
    with db.writing() as connection:
        act = by(connection, who(world, "evaluator.h02"))
        if ended == "withdrawn":
            date_polls.withdraw(act, world.visit, 1)
        elif ended == "fixed":
            date_polls.fix(act, offered, (1, 1))
        else:
            state = VisitState.CANCELLED if ended == "cancelled" else VisitState.ON_SITE
            visit_steps.move(act, world.visit, state)
    before = poll(world).offers
    with db.writing() as connection, pytest.raises(Refused, match=r"決定または取りやめ|調整できません"):
        date_polls.answer(by(connection, who(world, "second.h02")), offered, NO)
    assert (poll(world).offers, page(world).open, page(world).to_answer) == (before, False, ())
    if ended in ("fixed", "withdrawn"):
        # The next one begins without what was answered to this one.
        offer(world, TWO)
        assert (poll(world).state, poll(world).turn) == (PollState.OPEN, 0)
    else:
        with pytest.raises(Refused, match="調整できません"):
            offer(world, TWO)
    if ended == "withdrawn":
        assert poll(world).offers[0].time == TWO


def test_forged_numbers_lead_nowhere(world: World) -> None:
    offer(world, ONE)
    with db.writing() as connection:
        act = by(connection, who(world, "evaluator.h02"))
        for wrong in (0, -1, 999_999):
            with pytest.raises(NotFound):
                date_polls.answer(act, wrong, YES)
            with pytest.raises(NotFound):
                date_polls.drop(act, wrong, 1)
            with pytest.raises(NotFound):
                date_polls.fix(act, wrong, (1, 0))
            with pytest.raises(NotFound):
                date_polls.of_visit(act, wrong)
    # A time of another visit's poll, by somebody who leads only this one.
    other = _other(world, STRANGER, SMALL, ("evaluator.h03",))
    with db.writing() as connection:
        act = by(connection, who(world, "manager.h03"))
        date_polls.offer(act, other, 0, [TWO])
    with db.writing() as connection:
        theirs = date_polls.of_visit(by(connection, who(world, "manager.h03")), other)
        assert theirs is not None
        act = by(connection, who(world, "evaluator.h02"))
        with pytest.raises(Forbidden):
            date_polls.fix(act, theirs.offers[0].id, (1, 0))
        with pytest.raises(Forbidden):
            date_polls.answer(act, theirs.offers[0].id, YES)


def _other(world: World, host: str, leading: str, members: tuple[str, ...], day: date | None = None) -> int:
    ids = world.hospitals
    people_ids = tuple(world.people[one].id for one in members)
    blank = replace(
        visit(world), host_id=ids[host], evaluator_ids=(ids[leading],), member_ids=people_ids, visit_date=day
    )
    with db.writing() as connection:
        return visits.add(by(connection, who(world, "secretariat")), blank, [SECOND.code])


def test_a_member_who_left_is_not_waited_for_and_counts_no_more(world: World) -> None:
    offer(world, ONE)
    answer(world, "second.h02", NO)
    answer(world, "manager.h01", YES)
    gone = world.people["second.h02"]
    for change in (
        replace(gone, active=False),
        replace(gone, hospital_id=world.hospitals[STRANGER]),
        replace(gone, roles=frozenset({Role.LEADER})),
    ):
        with db.writing() as connection:
            people.change(by(connection), change)
        best = page(world).standings[0]
        assert (best.named[NO], best.missing) == ((), ("evaluator.h02 さん",))
        with db.reading() as connection:
            found = date_poll_page.lines(by(connection, people.principal(by(connection), gone.id)))
        assert found == []
        offered = poll(world).offers[0].id
        with db.writing() as connection:
            act = by(connection, people.principal(by(connection), gone.id))
            with pytest.raises(Forbidden):
                date_polls.answer(act, offered, YES)
    with db.writing() as connection:
        people.change(by(connection), gone)
    assert page(world).standings[0].named[NO] == ("second.h02 さん",)


def test_a_host_speaks_through_whichever_manager_answered_last_and_one_without_any_is_not_waited_for(
    world: World,
) -> None:
    offer(world, ONE)
    leader = world.people["leader.h01"]
    with db.writing() as connection:
        people.change(by(connection), replace(leader, roles=leader.roles | {Role.SAFETY_MANAGER}))
        both = people.principal(by(connection), leader.id)
    answer(world, "manager.h01", YES)
    with db.writing() as connection:
        date_polls.answer(by(connection, both), poll(world).offers[0].id, NO)
    host = page(world).voices[0].name
    assert host == "受審病院（manager.h01 さん・leader.h01 さん）"
    assert page(world).standings[0].named[NO] == (host,)
    answer(world, "manager.h01", MAYBE)
    assert (page(world).standings[0].named[NO], page(world).standings[0].named[MAYBE]) == ((), (host,))
    with db.writing() as connection:
        for login in ("leader.h01", "manager.h01"):
            people.change(by(connection), replace(world.people[login], active=False))
    assert [one.name for one in page(world).voices] == ["second.h02 さん", "evaluator.h02 さん"]


def test_what_stands_against_a_day_is_told_without_saying_where_else(world: World) -> None:
    _other(world, STRANGER, LEADING, ("second.h02",), THURSDAY)
    _other(world, HOST, SMALL, (), FRIDAY)
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        ids = world.hospitals
        hospitals.save(act, replace(hospitals.get(act, ids[HOST]), closed_days="12/6"))
        found = date_voices.against(act, visit(world), [THURSDAY, FRIDAY, SUNDAY, date(2027, 1, 11), date(2027, 3, 22)])
    said = {day: [(one.sentence, one.hard) for one in several] for day, several in found.items()}
    assert said == {
        THURSDAY: [("second.h02 さんさんは同じ日に別の訪問の予定があります。", True)],
        FRIDAY: [("架空中央病院は同じ日に別の訪問を受ける予定です。", True)],
        SUNDAY: [("架空中央病院の訪問できない期間に当たります。", True), ("日曜日です。", False)],
        date(2027, 1, 11): [("祝日（成人の日）です。", False)],
        date(2027, 3, 22): [("祝日（春分の日 振替休日）です。", False)],
    }
    offer(world, ONE, TWO, VisitTime(SUNDAY), VisitTime(date(2026, 12, 7)))
    assert [one.offer.time.on_date.day for one in page(world).standings] == [7, 3, 4, 6]


@given(
    st.lists(
        st.tuples(st.sampled_from(["offer", "answer", "drop", "fix", "withdraw"]), st.sampled_from(ASKED),
                  st.integers(0, 3), st.sampled_from(DateAnswer)),
        max_size=14,
    )
)  # fmt: skip
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_people_do_there_is_one_open_poll_and_the_day_is_one_that_was_offered(
    world: World, steps: list[tuple[str, str, int, DateAnswer]]
) -> None:
    kept, spoken = {date(2026, 11, 25)}, {}
    with db.writing() as connection:
        try:
            for verb, login, place, value in steps:
                act = by(connection, who(world, login))
                found = date_polls.of_visit(by(connection, who(world, "evaluator.h02")), world.visit)
                version = found.version if found and found.state is PollState.OPEN else 0
                offers = found.offers if found else ()
                chosen = offers[place] if place < len(offers) else None
                try:
                    if verb == "offer":
                        date_polls.offer(act, world.visit, version, [VisitTime(THURSDAY + timedelta(place))])
                    elif verb == "withdraw":
                        date_polls.withdraw(act, world.visit, version)
                    elif chosen and found:
                        if verb == "answer":
                            date_polls.answer(act, chosen.id, value)
                            spoken[chosen.id, login] = value
                        elif verb == "drop":
                            date_polls.drop(act, chosen.id, version)
                        else:
                            date_polls.fix(act, chosen.id, found.seen)
                            kept.add(chosen.time.on_date)
                except ChecklistError:
                    continue
            rows = connection.execute("SELECT state FROM date_poll").fetchall()
            assert sum(row["state"] == "open" for row in rows) <= 1
            act = by(connection, who(world, "evaluator.h02"))
            assert visits.get(act, world.visit).visit_date in kept
            found = date_polls.of_visit(act, world.visit)
            if found:
                voices = {
                    one.person_ids[0]: one
                    for one in date_voices.of_visits(act, [visits.get(act, world.visit)])[world.visit]
                }
                for one in found.offers:
                    for login in ASKED:
                        voice = voices[world.people[login].id]
                        assert day_standings.said(voice, one) == spoken.get((one.id, login))
        finally:
            connection.rollback()
            connection.conn.execute("BEGIN IMMEDIATE")
