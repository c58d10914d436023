"""Numbers and days of an address: taken as they are meant, or refused in one sentence that names them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

import pytest
from starlette.requests import Request

from checklist.errors import Refused
from checklist.web import query
from tests.client import Client
from tests.world import World

SignIn = Callable[[str], Client]


def request(**asked: str) -> Request:
    return Request({"type": "http", "query_string": urlencode(asked).encode()})


def test_a_whole_number_is_taken() -> None:
    assert query.number(request(edition="12"), "edition", "版") == 12
    assert query.number(request(year="1950"), "year", "年度", 1950, 2199) == 1950


def test_what_is_absent_or_empty_is_none() -> None:
    assert query.number(request(), "edition", "版") is None
    assert query.number(request(edition=""), "edition", "版") is None
    assert query.day(request(), "on", "基準日") is None


@pytest.mark.parametrize(
    "text", ["x", "-1", "0", "1.5", "１２", "²", " 1", "1_0", "true", "1949", "2200", "\x00", "9" * 5000]
)
def test_anything_else_is_refused_by_name(text: str) -> None:
    with pytest.raises(Refused, match=r"^年度の指定が正しくありません。$"):
        query.number(request(year=text), "year", "年度", 1950, 2199)


def test_a_number_beyond_every_row_never_reaches_the_database() -> None:
    with pytest.raises(Refused):
        query.number(request(edition=str(2**63)), "edition", "版")


def test_a_day_is_taken() -> None:
    assert query.day(request(on="2026-11-22"), "on", "基準日") == date(2026, 11, 22)


@pytest.mark.parametrize("text", ["", "soon", "2026-13-01", "2026-11-31", "0001-01-01", "9999-12-31"])
def test_what_is_no_day_of_this_time_is_refused(text: str) -> None:
    with pytest.raises(Refused, match=r"^基準日の指定が正しくありません。$"):
        query.day(request(on=text), "on", "基準日")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("visits/{visit}/partners.xlsx?partner=x", "連携先の指定が正しくありません。"),
        ("visits/{visit}/partners.xlsx?sheet=kansen", "点検表の指定が正しくありません。"),
        ("visits/{visit}/report.pdf?edition=0", "版の指定が正しくありません。"),
        ("hospitals/{host}/records/conference.csv?year=1", "年度の指定が正しくありません。"),
        ("hospitals/{host}/criteria.pdf?on=soon", "基準日の指定が正しくありません。"),
    ],
)
def test_a_download_says_what_is_wrong_with_its_address(
    signed_in: SignIn, world: World, path: str, message: str
) -> None:
    address = path.format(visit=world.visit, host=world.hospitals["H01"])
    answer = signed_in("manager.h01").http.get(f"/download/{address}")
    assert (answer.status_code, answer.json()["message"]) == (422, message)


def test_the_sender_of_a_photo_is_named_by_a_number(signed_in: SignIn, world: World) -> None:
    url = f"/api/assessments/{world.visitor_assessment}/photos?item=1-01&operation=x&person=me"
    answer = signed_in("evaluator.h02").http.post(url, content=b"", headers={"X-Checklist": "1"})
    assert (answer.status_code, answer.json()["message"]) == (422, "回答した人の指定が正しくありません。")
