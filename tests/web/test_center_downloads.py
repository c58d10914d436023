"""The files of the support centre: its figures, lists and forms go to its own people and to nobody else."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from tests.center_council import CLOSED, MEETING, freeze, keep
from tests.center_desk import staff, take_down
from tests.center_trainings import ask, hold
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
    "guideline.csv",
    "activities.xlsx?year=2025",
    "trainings/1/brief.pdf",
    "trainings/1/attendances.csv",
    "questionnaires/1/poster.pdf",
    "questionnaires/1/results.csv",
    "reports/annual.pdf",
    "reports/annual.xlsx?public=1",
    "reports/council.csv?period=h12026",
    "survey.xlsx",
    "papers/1.pdf",
)


OF_LEARNING = {
    "center": (200, 200), "secretariat": (200, 200), "manager.h01": (403, 200), "leader.h01": (403, 200),
    "evaluator.h02": (403, 403), "admin": (403, 403),
}  # fmt: skip
"""Login -> the topics side by side, and the list of topics by itself."""


@pytest.mark.parametrize("login", OF_LEARNING)
def test_the_topics_are_for_those_who_learn_from_them(login: str, world: World, signed_in: SignedIn) -> None:
    http = signed_in(login).http
    found = tuple(http.get(f"/download/center/{one}").status_code for one in ("learning.csv", "topics.csv"))
    assert found == OF_LEARNING[login]


@pytest.mark.parametrize("login", [one for one in LOGINS if one != NOBODY])
def test_a_file_of_the_centre_is_for_the_centre(login: str, world: World, signed_in: SignedIn) -> None:
    take_down(staff(world), summary="差額ベッド料")
    ask(world, hold(world))
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
    assert ["年度別の件数", "1", "2026年度（途中）", "件", "1"] in [line[:5] for line in lines]
    assert http.get("/download/center/figures.csv?period=x").status_code == 422
    for address in ("figures.docx", "papers/1.pdf", "reports/own.pdf", "survey.csv"):
        assert http.get(f"/download/center/{address}").status_code == 404, address


def test_what_is_searched_for_narrows_the_list_that_is_taken_away(world: World, signed_in: SignedIn) -> None:
    take_down(staff(world), summary="差額ベッド料")
    take_down(staff(world), summary="予防接種")
    content = signed_in("center").http.get("/download/lists/cases.csv?words=ﾍﾞｯﾄﾞ").content.decode("utf-8-sig")
    assert "差額ベッド料" in content
    assert "予防接種" not in content
