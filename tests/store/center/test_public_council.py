"""What is public of the council: announced and published meetings on their days, and never what is closed or withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.errors import Refused
from checklist.model.center.activities import CouncilItem, CouncilMeeting
from checklist.store import db
from checklist.store.center import council, public_council
from checklist.store.records import records
from tests.center_council import CLOSED, MEETING, OPEN, TODAY, keep
from tests.center_desk import acting, staff
from tests.world import World


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
    keep(world, coming, OPEN, CLOSED)
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


def test_two_meetings_of_one_day_each_show_their_own_items(world: World) -> None:
    """Before, an item was known by its day alone, and would have stood below both or below none."""
    draft = replace(MEETING, name="臨時の会議", published_on=None)
    second = replace(MEETING, name="第二部")
    keep(
        world,
        MEETING,
        OPEN,
        draft,
        CLOSED,
        replace(OPEN, title="下書きの議題"),
        second,
        replace(OPEN, title="第二部の議題"),
    )
    with db.reading() as connection:
        found = public_council.published(connection, TODAY)
    assert [(one.meeting.name, [item.title for item in one.items]) for one in found] == [
        ("第二部", ["第二部の議題"]), (MEETING.name, [OPEN.title]),
    ]  # fmt: skip


def test_an_item_without_a_meeting_is_nowhere(world: World) -> None:
    keep(world, MEETING)
    with acting(staff(world)) as act:
        council.save_item(act, replace(OPEN, title="下書きの議題"))
    with db.reading() as connection:
        assert public_council.published(connection, TODAY)[0].items == ()


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
