"""Pieces of HTML: numbers as Japanese documents write them, and nothing from outside is taken for HTML."""

from __future__ import annotations

import pytest

from checklist.model import AssessmentState, VisitState
from checklist.reports.table import Column, Table
from checklist.ui import markup, theme
from checklist.ui.colors import RATING_COLORS


def test_a_table_shows_percent_numbers_words_and_gaps() -> None:
    columns = (Column("章"), Column("得点率", "percent"), Column("評定数", "number"), Column("年度", "number"))
    table = Table("章別", columns, (("医薬品安全", 87.5, 12000, 2026), ("輸血", "比較不可", None, 2025)), ("注記",))
    shown = markup.table(table)
    for part in ('">87.5％<', ">12,000<", ">2026<", '"figure words">比較不可<', '"none">－<', '"note">注記<'):
        assert part in shown
    assert "注記" not in markup.table(table, with_notes=False)


@pytest.mark.parametrize("word", ["A", "B", "C", "該当なし", "確認不能"])
def test_a_rating_keeps_its_word_beside_its_colour(word: str) -> None:
    assert f">{word}</span>" in markup.rating(word)


def test_other_texts_are_no_ratings() -> None:
    assert markup.rating("未回答") == "未回答"


def test_texts_from_outside_are_never_html() -> None:
    evil = "<img src=x onerror=alert(1)>\"'&"
    table = Table(evil, (Column(evil),), ((evil,),), (evil,))
    pieces = (markup.table(table), markup.link(evil, evil), markup.chip(evil), markup.listing(evil, [evil], []))
    for piece in (*pieces, markup.progress(1, 2, evil), markup.facts([(evil, "")])):
        assert "<img" not in piece


def test_progress_of_nothing_is_zero() -> None:
    assert "width:0%" in markup.progress(0, 0, "0項目")


@pytest.mark.parametrize("state", VisitState)
def test_every_visit_state_has_a_chip(state: VisitState) -> None:
    assert 'class="chip ' in markup.visit_chip(state)


@pytest.mark.parametrize("state", AssessmentState)
def test_every_assessment_state_has_a_chip(state: AssessmentState) -> None:
    assert 'class="chip ' in markup.assessment_chip(state)


def test_the_style_sheet_asks_nobody_else_for_anything() -> None:
    style = theme.style()
    assert "http" not in style
    assert "@import" not in style
    assert all(f".rating.{value} {{ background: {color}; }}" in style for value, color in RATING_COLORS.items())
