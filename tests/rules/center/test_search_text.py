"""Texts as they are searched: whoever types in another width, with capitals or blanks finds the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklist.rules.center.search_text import folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＣＴ検査", "ct検査"), ("ｱﾚﾙｷﾞｰ", "アレルギー"), ("差額\nベッド", "差額　ベッド"), ("２０２６", "2026"),
        ("㍑", "リットル"), ("STRASSE", "straße"), ("A\tB", "ab"), ("①", "1"),
    ],
)  # fmt: skip
def test_two_ways_of_writing_are_one(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"), [("びょういん", "びよういん"), ("ハ", "バ"), ("さくら", "サクラ"), ("一", "ー")]
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@given(st.text(max_size=30), st.text(max_size=30))
@settings(max_examples=60, deadline=None)
def test_no_blank_is_left_and_blanks_around_a_word_change_nothing(one: str, other: str) -> None:
    assert folded(one).split() in ([], [folded(one)])
    assert folded(f" {one}　\n") == folded(one)
    assert folded(f"{one} {other}".upper().lower()) == folded(f"{one}\n{other}".upper().lower())
