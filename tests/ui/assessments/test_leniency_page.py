"""The page of how visiting hospitals differ: a point with its interval for each, a sentence, and a wrong address told."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklist.comparison.leniency import Visitor
from checklist.comparison.leniency_fit import Effect
from checklist.store import db
from checklist.ui.assessments import leniency_view
from tests.ui import screens
from tests.ui.screens import faults, open_page, text


@pytest.fixture
def secretariat(demo_db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Signed in in the invented region."""
    with db.reading() as connection:
        row = connection.execute("SELECT id FROM person WHERE login = 'secretariat'").fetchone()
    screens.sign_in(monkeypatch, row["id"])


def test_picture_holds_every_hospital_with_its_interval_in_the_order_of_names() -> None:
    shown = [Visitor("い病院", 5, 5, Effect(1, 1.0, 0.5, 1.5)), Visitor("ろ病院", 5, 5, Effect(2, -1.0, -3.0, 1.0))]
    picture = leniency_view.picture(shown)
    (points,) = picture.data
    assert list(points.x) == [1.0, -1.0]
    assert list(points.error_x.array) == [0.5, 2.0]
    assert list(points.error_x.arrayminus) == [0.5, 2.0]
    assert list(points.marker.symbol) == ["diamond", "circle-open"]
    assert list(picture.layout.yaxis.ticktext) == ["い病院", "ろ病院"]
    # Each has its value, beside its point on the side away from the line of zero.
    assert (list(points.text), list(points.textposition)) == (["+1.0", "-1.0"], ["top right", "top left"])
    low, high = picture.layout.xaxis.range
    assert low < -3.0
    assert low == -high


def test_names_in_the_picture_are_pieces_of_it() -> None:
    name = "<b>病院</b>"
    (points,) = leniency_view.picture([Visitor(name, 5, 5, Effect(1, 1.0, 0.5, 1.5))]).data
    assert "<b>" not in points.customdata[0]


def test_the_page_says_the_sentence_and_lists_by_name(secretariat: None) -> None:
    screen = open_page("leniency")
    assert not screen.exception
    assert "差を示すもので、甘い・厳しいの原因は分かりません。" in text(screen)
    assert "95％区間" in text(screen)
    assert not any(box.label == "並べ替え" for box in screen.selectbox)
    assert "/download/lists/leniency.csv?sheet=anzen&amp;first=2022&amp;last=2025" in text(screen)


def test_years_in_the_wrong_order_are_told_with_the_way_back(secretariat: None) -> None:
    screen = open_page("leniency", first=2026, last=2022)
    assert "初めの年度から終わりの年度まで" in faults(screen)
    assert 'href="/leniency"' in text(screen)


def test_a_sheet_with_few_visits_is_not_compared_in_words(secretariat: None) -> None:
    screen = open_page("leniency", sheet="kansen")
    assert not screen.exception
    assert "比較不可" in text(screen)
    assert not screen.get("plotly_chart")
