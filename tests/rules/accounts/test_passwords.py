"""New passwords: long ones are taken as they are, common ones and one's own names are not."""

from __future__ import annotations

import pytest

from checklist.rules.accounts import passwords

NAMES = ("manager.h01", "架空 花子", "架空中央病院", "架空県医療安全地域連携協議会")


@pytest.mark.parametrize(
    "password",
    [
        "correct horse",
        "kakuu-demo-2026",
        "abcd-efgh-2345-jkmn",
        "雨の日は紙の地図をひらく夜",
        "x" * 3 + "とても長い合言葉です",
        "雲" * 3 + "manager.h01とその続き",
    ],
)
def test_a_long_password_needs_no_signs_of_any_kind(password: str) -> None:
    assert passwords.faults(password, NAMES) == []


@pytest.mark.parametrize("password", ["", "elevenchars", "x" * 201])
def test_a_short_or_endless_one_is_refused(password: str) -> None:
    assert "文字" in passwords.faults(password, NAMES)[0].message


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "passwordpassword",
        "123456789012",
        "aaaaaaaaaaaa",
        "qwertyuiop12",
        "abcabcabcabc",
        "iloveyou2026",
    ],
)
def test_the_commonest_ones_are_refused(password: str) -> None:
    assert passwords.faults(password, NAMES)[0].message.startswith("よく使われる")


@pytest.mark.parametrize(
    "password",
    [
        "manager.h01x",
        "Manager.H01!",
        "架空花子2026年度版",
        "架空中央病院2026",
        "ｍａｎａｇｅｒ．ｈ０１２",
        "架空県医療安全地域連携協議会",
    ],
)
def test_ones_own_names_are_refused_however_they_are_written(password: str) -> None:
    told = passwords.faults(password, NAMES)[0].message
    assert told.startswith(("ログインID", f"{passwords.MINIMUM}文字"))
