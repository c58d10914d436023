"""The 運営要領 as a file and back."""

from __future__ import annotations

import pytest

from checklist.formats import files
from checklist.imports import guideline_file
from checklist.model.center.information import Article
from checklist.store import db
from checklist.store.center import shipped
from checklist.words.center import TASKS
from tests.center_desk import staff
from tests.world import World, by


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_saved_is_read_again_as_it_was(kind: str, world: World) -> None:
    with db.reading() as connection:
        content = files.render(guideline_file.document(by(connection, staff(world))), kind)
    assert tuple(guideline_file.read(f"x.{kind}", content)) == shipped.guideline().articles


@pytest.mark.parametrize(
    ("typed", "task"), [("7", "7"), ("７", "7"), ("⑦医療安全施策の普及・啓発", "7"), ("", ""), ("x", "x")]
)
def test_a_task_is_known_by_its_number_or_its_whole_name(typed: str, task: str) -> None:
    data = f"項目,業務,内容\n啓発,{typed},住民に\n".encode()
    assert guideline_file.read("x.csv", data) == [Article("啓発", task, "住民に", "")]


def test_every_task_has_its_point_with_its_source() -> None:
    found = shipped.guideline().articles
    assert {one.task for one in found} - {""} == set(TASKS)
    assert all(one.source.startswith("https://") for one in found)
