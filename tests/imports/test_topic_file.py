"""The topics as a file and back, as they are taken in as a new edition."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from checklist.errors import Refused
from checklist.formats import files
from checklist.imports import topic_file
from checklist.model.center.learning import Topic
from checklist.store import db
from checklist.store.center import shipped, topics
from tests.center_desk import acting, staff
from tests.world import World, by


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_saved_is_read_again_as_it_was(kind: str, world: World) -> None:
    with db.reading() as connection:
        content = files.render(topic_file.document(by(connection, staff(world))), kind)
    assert tuple(topic_file.read(f"topics.{kind}", content)) == shipped.topics().topics


def test_a_changed_file_is_the_next_edition(world: World) -> None:
    data = "コード,名称,点検表の章,相談内容,研修の内容\ndrug,薬,mini:2,1-3、1-1,awareness\n".encode()
    with acting(staff(world)) as act:
        topics.adopt(act, "第2版", date(2026, 4, 1), topic_file.read("x.csv", data))
        assert topics.in_use(act).topics == (Topic("drug", "薬", ("mini:2",), ("1-3", "1-1"), ("awareness",)),)


def test_an_edition_of_a_day_to_come_is_not_in_use_yet(world: World) -> None:
    with acting(staff(world)) as act:
        topics.adopt(act, "第2版", date(2027, 4, 1), [Topic("cost", "医療費", (), ("6",))])
        assert [one.name for one in topics.editions(act)] == ["標準テーマ", "第2版"]
        assert topics.in_use(act).name == "標準テーマ"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("名称\n薬\n", "列「コード」がありません。"),
        ("コード,名称,章\nx,薬,1\n", "列「章」は使えません。"),
        ("コード,名称\n", "テーマの行がありません。"),
    ],
)
def test_a_file_that_is_none_of_topics_is_refused(text: str, told: str, empty_db: Path) -> None:
    with pytest.raises(Refused) as raised:
        topic_file.read("x.csv", text.encode())
    assert told in "".join([raised.value.message, *map(str, raised.value.faults)])
