"""The council from the inside: items of their meeting, members by term, papers frozen once, and a meeting that was held."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from checklist.errors import NotFound, Refused, Stale
from checklist.model.center.activities import CouncilItem, CouncilMeeting
from checklist.store import db
from checklist.store.center import council, observers
from checklist.store.center.council import Drawn
from checklist.store.files import files
from checklist.store.records import records
from tests.center_council import CLOSED, COMING, MEETING, MEMBER, OPEN, TODAY, keep
from tests.center_desk import acting, staff
from tests.world import World, by

AS_OF = datetime(2026, 8, 20, 5, 0, tzinfo=UTC)
DRAWN = Drawn("council", "h12026", True, "a" * 64, "相談の対応状況", AS_OF, (("pdf", b"%PDF-1"), ("xlsx", b"PK")))


def freeze(world: World, item: int, drawn: Drawn = DRAWN) -> list[int]:
    with acting(staff(world)) as act:
        return council.freeze(act, item, drawn)


def test_an_item_stands_on_the_agenda_of_its_meeting_in_its_place(world: World) -> None:
    first, _, second, other = keep(
        world, MEETING, replace(OPEN, place=2, title="二"), replace(MEETING, name="別"), OPEN
    )
    with acting(staff(world)) as act:
        council.save_item(act, replace(OPEN, meeting_id=first, title="一"))
        loose = council.save_item(act, OPEN)
        assert [one.title for one in council.items(act, first)] == ["一", "二"]
        assert [one.id for one in council.items(act, second)] == [other]
        assert [one.id for one in council.items(act, None)] == [loose]


@pytest.mark.parametrize("meeting", [99, -1])
def test_an_item_of_a_meeting_that_is_not_there_is_refused(meeting: int, world: World) -> None:
    with acting(staff(world)) as act, pytest.raises((NotFound, Refused)):
        council.save_item(act, replace(OPEN, meeting_id=meeting))


def test_an_item_is_put_on_no_meeting_that_was_withdrawn(world: World) -> None:
    (meeting,) = keep(world, MEETING)
    with acting(staff(world)) as act:
        records.withdraw(act, CouncilMeeting, meeting, 1, "誤り")
        with pytest.raises(NotFound):
            council.save_item(act, replace(OPEN, meeting_id=meeting))


def test_whoever_names_a_member_in_the_minutes_is_told(world: World) -> None:
    keep(world, MEMBER)
    with pytest.raises(Refused, match="架空委員"):
        keep(world, MEETING, replace(OPEN, opinions="架空委員：件数を示してほしい"))


@pytest.mark.parametrize(
    ("day", "serving"),
    [(date(2026, 3, 31), 0), (date(2026, 4, 1), 1), (date(2028, 3, 31), 1), (date(2028, 4, 1), 0), (None, 1)],
)
def test_members_serve_for_their_term(day: date | None, serving: int, world: World) -> None:
    keep(world, MEMBER)
    with db.reading() as connection:
        assert len(council.members(by(connection, staff(world)), day)) == serving


def test_a_term_ends_after_it_begins(world: World) -> None:
    with pytest.raises(Refused, match="任期の終わり"):
        keep(world, replace(MEMBER, term_until=date(2026, 3, 31)))


def test_a_paper_is_kept_as_it_was_and_read_back(world: World) -> None:
    _, item = keep(world, MEETING, OPEN)
    made = freeze(world, item)
    with db.reading() as connection:
        view = by(connection, staff(world))
        found = council.papers(view, [item])
        assert [(one.id, one.file, one.public, one.as_of) for one in found] == [
            (made[0], "pdf", True, AS_OF), (made[1], "xlsx", True, AS_OF),
        ]  # fmt: skip
        assert council.content(view, made[0]) == (found[0], b"%PDF-1")
        assert found[0].sha256 == files.digest(b"%PDF-1")
        assert council.papers(view, []) == []
    with db.writing() as connection, pytest.raises(Exception, match="kept"):
        connection.execute("UPDATE council_paper SET title = 'x'")


def test_a_backup_takes_the_files_of_papers(world: World) -> None:
    _, item = keep(world, MEETING, OPEN)
    freeze(world, item)
    with db.reading() as connection:
        assert {files.digest(b"%PDF-1"), files.digest(b"PK")} <= files.required(connection)


@pytest.mark.parametrize(
    ("drawn", "told"),
    [
        (replace(DRAWN, public=False, figures=""), "公表用で作成してください"),
        (replace(DRAWN, kind="own"), "資料の種類"),
        (replace(DRAWN, period="fy2026"), "期間が終わってから"),
    ],
)
def test_nothing_but_the_public_edition_hangs_on_an_open_item(drawn: Drawn, told: str, world: World) -> None:
    _, item = keep(world, MEETING, OPEN)
    with pytest.raises(Refused, match=told):
        freeze(world, item, drawn)


def test_a_closed_item_has_papers_for_its_members_and_they_stay_so(world: World) -> None:
    _, item = keep(world, MEETING, CLOSED)
    freeze(world, item, replace(DRAWN, public=False, figures=""))
    with acting(staff(world)) as act:
        known = records.get(act, CouncilItem, item)
        council.save_item(act, replace(known, closed=False, closed_reason=""))
        assert {one.public for one in council.papers(act, [item])} == {False}


def test_a_period_is_told_once_and_its_paper_is_used_again(world: World) -> None:
    _, first, _, second = keep(world, MEETING, OPEN, COMING, OPEN)
    freeze(world, first)
    for drawn, told in (
        (replace(DRAWN, figures="b" * 64), "作成済みの資料"), (replace(DRAWN, period="c12026"), "期間が重なります"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=told):
            freeze(world, second, drawn)
    with acting(staff(world)) as act:
        known = council.first_of(act, "council", "h12026")
        council.again(act, second, known)
        assert [one.sha256 for one in council.papers(act, [second])] == [one.sha256 for one in known]
        assert council.first_of(act, "annual", "h12026") == []


def test_a_paper_is_taken_back_for_a_reason_and_its_period_stays_told(world: World) -> None:
    _, item = keep(world, MEETING, OPEN)
    made = freeze(world, item)
    with acting(staff(world)) as act:
        with pytest.raises(Refused, match="理由"):
            council.take_back(act, made[0], " ")
        council.take_back(act, made[0], "議題が変わった")
        assert [one.id for one in council.papers(act, [item])] == made[1:]
        for again in (lambda: council.take_back(act, made[0], "もう一度"), lambda: council.content(act, made[0])):
            with pytest.raises(NotFound):
                again()
        assert [one.span.code for one in council.released(act, 4)] == ["h12026"]


def test_a_draft_without_a_meeting_gets_no_paper(world: World) -> None:
    with acting(staff(world)) as act:
        item = council.save_item(act, OPEN)
    with pytest.raises(Refused, match="会議を選んで"):
        freeze(world, item)


def test_a_meeting_is_held_by_so_many_and_its_listeners_become_a_number(world: World) -> None:
    coming = replace(MEETING, held=False, present=0, absent=0, observers=0, published_on=None, seats=5, held_on=TODAY)
    (meeting,) = keep(world, coming)
    with acting(staff(world)) as act:
        observers.register(act, meeting, "day", "架空 一", "000-0000-0000", "手話通訳")
        council.hold(act, meeting, 1, 9, 2, 1)
        held = records.get(act, CouncilMeeting, meeting)
        assert (held.held, held.present, held.absent, held.observers) == (True, 9, 2, 1)
        assert [(one.number, one.name, one.contact, one.access) for one in observers.of_meeting(act, meeting)] == [
            (1, "", "", "")
        ]
        with pytest.raises(Stale):
            council.hold(act, meeting, 1, 9, 2, 1)
    with db.reading() as connection:
        assert "架空 一" not in repr([tuple(row) for row in connection.execute("SELECT * FROM council_observer")])


def test_a_meeting_to_come_was_not_held(world: World) -> None:
    (meeting,) = keep(world, COMING)
    with acting(staff(world)) as act, pytest.raises(Refused, match="開催日より前"):
        council.hold(act, meeting, 1, 9, 2, 0)


def test_kinds_of_the_council_say_what_is_wrong(world: World) -> None:
    written = replace(COMING, form="written", seats=0)
    for one, told in (
        (replace(written, seats=3), "書面開催には傍聴がありません"),
        (replace(COMING, apply_until=date(2027, 3, 11)), "傍聴の申込みの締切日"),
        (replace(COMING, access_until=date(2027, 3, 11)), "手話通訳などの申込みの締切日"),
        (replace(MEETING, next_on=date(2026, 8, 1)), "次回の予定日"),
    ):
        with pytest.raises(Refused, match=told):
            keep(world, one)
    keep(world, replace(written, opinions_until=date(2027, 3, 1)))
