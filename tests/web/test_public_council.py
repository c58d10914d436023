"""The public page of the council: open to all without sign-in, and what is closed is nowhere in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from tests.center_council import CLOSED, MEETING, OPEN, keep
from tests.world import World


def test_nobody_has_to_sign_in_and_nothing_closed_is_there(world: World, anyone: TestClient) -> None:
    assert "公開している会議要旨はまだありません。" in anyone.get("/public/council").text
    keep(world, MEETING, OPEN, CLOSED)
    answer = anyone.get("/public/council")
    assert answer.status_code == 200
    for told in (
        MEETING.name,
        "2026年8月20日（木）",
        "9名（欠席2名）",
        OPEN.title,
        OPEN.papers,
        OPEN.opinions,
        CLOSED.title,
    ):
        assert told in answer.text
    assert f"非公開の理由：{CLOSED.closed_reason}" in answer.text
    assert CLOSED.papers not in answer.text
    assert CLOSED.opinions not in answer.text
    assert "<script" not in answer.text
    assert 'class="fictional"' in answer.text


@pytest.mark.parametrize("path", ["/public", "/public/", "/public/council/1", "/public/council.csv"])
def test_nothing_else_below_it_is_open(path: str, world: World, anyone: TestClient) -> None:
    assert anyone.get(path).status_code in (303, 401, 404)


def test_a_text_in_it_is_no_html(world: World, anyone: TestClient) -> None:
    keep(world, replace(MEETING, name="<b>第1回</b>"))
    assert "<b>第1回" not in anyone.get("/public/council").text
