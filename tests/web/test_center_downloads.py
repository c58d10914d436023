"""The files of the support centre: its figures, lists and forms go to its own people and to nobody else."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from tests.center_council import CLOSED, MEETING, freeze, keep
from tests.center_desk import staff, take_down
from tests.client import Client
from tests.web.test_hospital_permissions import LOGINS
from tests.web.test_permissions import NOBODY
from tests.world import World

SignedIn = Callable[[str], Client]
FILES = (
    "figures.csv",
    "figures.xlsx",
    "figures.csv?public=1",
    "options.xlsx",
    "cases.csv",
    "activities.csv",
    "activities.xlsx?year=2025",
    "reports/annual.pdf",
    "reports/annual.xlsx?public=1",
    "reports/council.csv?period=h12026",
    "survey.xlsx",
    "papers/1.pdf",
)


@pytest.mark.parametrize("login", [one for one in LOGINS if one != NOBODY])
def test_a_file_of_the_centre_is_for_the_centre(login: str, world: World, signed_in: SignedIn) -> None:
    take_down(staff(world), summary="差額ベッド料")
    _, item = keep(world, MEETING, CLOSED)
    freeze(world, item, "activities", "fy2025")
    found = {signed_in(login).http.get(f"/download/center/{one}").status_code for one in FILES}
    assert len(found) == 1
    assert (found == {200}) == (login == "center")


def test_the_figures_are_of_the_period_that_is_asked_for(world: World, signed_in: SignedIn) -> None:
    take_down(staff(world))
    http = signed_in("center").http
    lines = list(
        csv.reader(io.StringIO(http.get("/download/center/figures.csv?period=fy2026").content.decode("utf-8-sig")))
    )
    assert ["年度別の件数", "1", "2026年度", "件", "1"] in [line[:5] for line in lines]
    assert http.get("/download/center/figures.csv?period=x").status_code == 422
    for address in ("figures.docx", "papers/1.pdf", "reports/own.pdf", "survey.csv"):
        assert http.get(f"/download/center/{address}").status_code == 404, address


def test_what_is_searched_for_narrows_the_list_that_is_taken_away(world: World, signed_in: SignedIn) -> None:
    take_down(staff(world), summary="差額ベッド料")
    take_down(staff(world), summary="予防接種")
    content = signed_in("center").http.get("/download/lists/cases.csv?words=ﾍﾞｯﾄﾞ").content.decode("utf-8-sig")
    assert "差額ベッド料" in content
    assert "予防接種" not in content
