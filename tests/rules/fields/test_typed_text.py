"""Texts as they are typed: put right, told, or left alone."""

from __future__ import annotations

import pytest

from checklist.rules.fields import typed_text


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("　架空中央病院 \n", "架空中央病院"),
        ("医療法人　架空会\u00a0中央\u2009病院", "医療法人 架空会 中央 病院"),
        ("カ\u3099ン研\t究所", "ガン研 究所"),
        ("神田 福男 塚本", "神田 福男 塚本"),
        ("葛\U000e0100城病院 ❤\ufe0f 👩\u200d⚕\ufe0f", "葛\U000e0100城病院 ❤\ufe0f 👩\u200d⚕\ufe0f"),
        ("ＡＢＣ①㈱", "ＡＢＣ①㈱"),
    ],
)
def test_a_name_is_put_right_without_a_word(typed: str, stored: str) -> None:
    assert typed_text.line(typed) == stored
    assert typed_text.line(stored) == stored
    assert typed_text.faults({"病院名": typed}) == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("中央\u200b病院", "「中央」の次に、見えない文字（U+200B）があります。取り除いてください。"),
        ("\ufeff中央病院", "はじめに、見えない文字（U+FEFF）があります。取り除いてください。"),
        ("中央\u202e病院", "「中央」の次に、文字の向きを変える見えない記号（U+202E）があります。取り除いてください。"),
        ("中央\n病院", "「中央」の次に、改行があります。1行で入力してください。"),
        ("中央\u2028病院", "「中央」の次に、改行があります。1行で入力してください。"),
        ("中央\x07病院", "「中央」の次に、使えない制御文字（U+0007）があります。取り除いてください。"),
        ("中央\u200d病院", "「中央」の次に、見えない文字（U+200D）があります。取り除いてください。"),
    ],
)
def test_what_nobody_sees_in_a_name_is_told_with_its_place(typed: str, told: str) -> None:
    assert [str(fault) for fault in typed_text.faults({"病院名": typed})] == [f"病院名：{told}"]


def test_a_longer_text_keeps_its_lines_its_pictures_and_all_that_can_be_stored() -> None:
    text = "一行目\n\t二行目　 👩🏽\u200d⚕️ \u200b\u202e 葛\U000e0100城\ue000\n"
    assert typed_text.prose(text) == text
    assert not typed_text.loses(text)


def test_a_longer_text_loses_control_characters_and_says_so() -> None:
    assert typed_text.prose("一\r\n二\x0b三\u2028四\x00\x07") == "一\n二\n三\n四"
    assert typed_text.loses("四\x00")
    assert not typed_text.loses("一\r\n二\x0b三")


@pytest.mark.parametrize("other", ["中央 病院", "中央　病院", "中央\u00a0病院", "中央病院"])
def test_names_that_differ_by_blanks_or_width_are_the_same(other: str) -> None:
    assert typed_text.same(other) == typed_text.same("中央病院")
    assert typed_text.same("ＡＢＣ病院") == typed_text.same("abc病院")


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("", True), (" ", True), ("\u3000\u00a0\u202f", True), ("\r\n\x0b\x0c\x85\u2028\u2029", True),
        ("\x00", True), (" \x01\x7f ", True), ("\u200b", True), ("\ufeff \u2060", True), ("\u200e\u202e", True),
        ("\u200d", True), ("\ufe0f", True), ("\u3164", True), ("\U000e0041", True),
        # Something to see, whatever stands around it.
        ("無", False), ("\u200b無\u200b", False), ("葛\U000e0100", False), (".", False), ("０", False), ("👩‍⚕️", False),
        ("\x00-\x00", False), ("◯", False),
    ],
)  # fmt: skip
def test_a_text_of_which_nobody_sees_anything_is_blank(text: str, blank: bool) -> None:
    assert typed_text.is_blank(text) is blank
