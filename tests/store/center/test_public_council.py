"""What is public of the council: announced and published meetings on their days, and never what is closed or withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.errors import Refused
from checklist.model.center.activities import CouncilItem, CouncilMeeting
from checklist.store import db
from checklist.store.center import public_council
from checklist.store.records import records
from tests.center_desk import acting, staff
from tests.world import World

DAY, TODAY = date(2026, 8, 20), date(2026, 11, 22)
MEETING = CouncilMeeting(
    held_on=DAY, name="令和8年度第1回", held=True, present=9, absent=2, observers=3, published_on=date(2026, 9, 25)
)
OPEN = CouncilItem(
    held_on=DAY,
    place=1,
    kind="figures",
    title="相談の対応状況",
    papers="資料1のとおり",
    opinions="件数の数え方を示してほしい",
)
CLOSED = CouncilItem(
    held_on=DAY, place=2, kind="cases", title="事例検討", closed=True, closed_reason="個人が特定されるおそれがあるため",
    papers="非公開の資料", opinions="非公開の意見",
)  # fmt: skip


def keep(world: World, *found: CouncilMeeting | CouncilItem) -> list[int]:
    with acting(staff(world)) as act:
        return [records.save(act, None, one) for one in found]


def test_a_published_meeting_has_its_open_items_and_of_closed_ones_title_and_reason(world: World) -> None:
    keep(world, MEETING, OPEN, CLOSED)
    with db.reading() as connection:
        (found,) = public_council.published(connection, TODAY)
        assert public_council.announced(connection, TODAY) == ()
    assert (found.meeting.name, found.meeting.observers) == ("令和8年度第1回", 3)
    first, second = found.items
    assert (first.papers, first.opinions) == ("資料1のとおり", "件数の数え方を示してほしい")
    assert (second.title, second.closed_reason) == ("事例検討", "個人が特定されるおそれがあるため")
    assert (second.papers, second.opinions) == ("", "")


@pytest.mark.parametrize("published_on", [None, date(2026, 11, 23)])
def test_a_draft_is_not_public_before_its_day(published_on: date | None, world: World) -> None:
    keep(world, replace(MEETING, published_on=published_on), OPEN)
    with db.reading() as connection:
        assert public_council.published(connection, TODAY) == ()


def test_what_was_withdrawn_is_public_no_more(world: World) -> None:
    meeting, item = keep(world, MEETING, OPEN)
    with acting(staff(world)) as act:
        records.withdraw(act, CouncilItem, item, 1, "誤って登録した")
    with db.reading() as connection:
        assert public_council.published(connection, TODAY)[0].items == ()
    with acting(staff(world)) as act:
        records.withdraw(act, CouncilMeeting, meeting, 1, "誤って登録した")
    with db.reading() as connection:
        assert public_council.published(connection, TODAY) == ()


def test_a_coming_meeting_is_announced_with_titles_alone(world: World) -> None:
    coming = replace(
        MEETING, held_on=date(2027, 3, 10), name="令和8年度第2回", held=False, present=0, absent=0, observers=0,
        published_on=None, announced_on=date(2026, 11, 20), seats=10, observing="当日13時30分から受付",
    )  # fmt: skip
    keep(world, coming, replace(OPEN, held_on=coming.held_on), replace(CLOSED, held_on=coming.held_on))
    with db.reading() as connection:
        (found,) = public_council.announced(connection, TODAY)
        assert public_council.announced(connection, date(2026, 11, 19)) == ()
        assert public_council.announced(connection, date(2027, 3, 11)) == ()
    assert [(one.title, one.papers, one.opinions) for one in found.items] == [
        ("相談の対応状況", "", ""), ("事例検討", "", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (replace(MEETING, held=False), "開催済みの会議のみ公開できます"),
        (replace(CLOSED, closed_reason=""), "非公開の議題には理由を入力"),
        (replace(OPEN, closed_reason="理由"), "公開の議題では空欄"),
        (replace(MEETING, published_on=date(2026, 8, 19)), "会議要旨を公開した日"),
    ],
)
def test_what_contradicts_itself_is_refused(one: CouncilMeeting | CouncilItem, told: str, world: World) -> None:
    with acting(staff(world)) as act, pytest.raises(Refused) as caught:
        records.save(act, None, one)
    assert told in caught.value.message


def test_items_of_a_day_with_a_meeting_that_is_not_public_stay_inside(world: World) -> None:
    draft = replace(MEETING, name="臨時の会議", published_on=None)
    keep(world, MEETING, draft, OPEN, CLOSED)
    with db.reading() as connection:
        (found,) = public_council.published(connection, TODAY)
    assert (found.meeting.name, found.items) == (MEETING.name, ())


def test_two_published_meetings_of_a_day_show_the_items_of_the_day(world: World) -> None:
    keep(world, MEETING, replace(MEETING, name="第二部"), OPEN)
    with db.reading() as connection:
        found = public_council.published(connection, TODAY)
    assert [one.meeting.name for one in found] == ["第二部", MEETING.name]
    assert {one.items[0].title for one in found} == {OPEN.title}


def test_an_announcement_shows_no_item_of_a_meeting_nobody_has_announced(world: World) -> None:
    day = date(2027, 3, 10)
    coming = replace(
        MEETING, held_on=day, held=False, present=0, absent=0, observers=0, published_on=None,
        announced_on=date(2026, 11, 20),
    )  # fmt: skip
    _, hidden, _ = keep(
        world, coming, replace(coming, name="非公開の会合", announced_on=None), replace(OPEN, held_on=day)
    )
    with db.reading() as connection:
        (found,) = public_council.announced(connection, TODAY)
    assert (found.meeting.name, found.items) == (coming.name, ())
    with acting(staff(world)) as act:
        records.withdraw(act, CouncilMeeting, hidden, 1, "開催しない")
    with db.reading() as connection:
        (found,) = public_council.announced(connection, TODAY)
    assert [one.title for one in found.items] == [OPEN.title]


def test_an_item_that_is_closed_later_loses_its_texts_at_once(world: World) -> None:
    _, item = keep(world, MEETING, OPEN)
    with acting(staff(world)) as act:
        known = records.get(act, CouncilItem, item)
        records.save(act, None, replace(known, closed=True, closed_reason="個人情報のため"))
    with db.reading() as connection:
        (found,) = public_council.published(connection, TODAY)
    assert [(one.closed, one.papers, one.opinions) for one in found.items] == [(True, "", "")]


def test_a_meeting_whose_publication_is_taken_back_is_public_no_more(world: World) -> None:
    meeting, _ = keep(world, MEETING, OPEN)
    with acting(staff(world)) as act:
        records.save(act, None, replace(records.get(act, CouncilMeeting, meeting), published_on=None))
    with db.reading() as connection:
        assert public_council.published(connection, TODAY) == ()


def test_items_stand_in_their_places_and_of_one_place_as_they_were_written(world: World) -> None:
    keep(
        world,
        MEETING,
        *(replace(OPEN, place=place, title=f"議題{place}{name}") for place, name in ((3, "a"), (1, "a"), (3, "b"))),
    )
    with db.reading() as connection:
        (found,) = public_council.published(connection, TODAY)
    assert [one.title for one in found.items] == ["議題1a", "議題3a", "議題3b"]


def test_the_newest_record_and_the_next_announcement_stand_first(world: World) -> None:
    other = replace(MEETING, held_on=date(2026, 2, 1), name="令和7年度第2回", published_on=date(2026, 3, 1))
    coming = [
        replace(
            MEETING, held_on=day, name=f"{day:%m}月", held=False, present=0, absent=0, observers=0, published_on=None,
            announced_on=TODAY,
        )
        for day in (date(2027, 3, 1), TODAY)
    ]  # fmt: skip
    keep(world, other, MEETING, *coming)
    with db.reading() as connection:
        assert [one.meeting.name for one in public_council.published(connection, TODAY)] == [MEETING.name, other.name]
        assert [one.meeting.name for one in public_council.announced(connection, TODAY)] == ["11月", "03月"]
