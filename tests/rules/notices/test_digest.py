"""The one mail of a day: what there is and where, in the order of its kinds, and never longer than anybody reads."""

from __future__ import annotations

import pytest

from checklist.model.notices import Notification, NotificationKind
from checklist.rules.notices import digest
from checklist.words.notices import NOTIFICATION_KINDS

ADDRESS = "https://anzen.example.jp"


def notice(kind: NotificationKind, what: str, href: str = "/visits?visit=1") -> Notification:
    return Notification(kind, f"thread {what}", "1", what, href)


def dues(count: int) -> list[Notification]:
    return [notice(NotificationKind.DUE, f"期限{at}", f"/visits?visit={at}") for at in range(count)]


def test_the_subject_counts_all_and_says_nothing_of_what_they_are() -> None:
    found = digest.of([*dues(2), notice(NotificationKind.REPORT, "評価報告書の手交：秘密病院")], "架空地域", ADDRESS)
    assert found.subject == "【医療安全 相互チェック】お知らせ 3件"


def test_kinds_stand_in_their_order_each_with_its_number() -> None:
    mixed = [notice(kind, f"{kind.value}のこと") for kind in reversed(NotificationKind)]
    body = digest.of(mixed, "架空地域", "").body
    places = [body.index(f"■ {NOTIFICATION_KINDS[kind]}（1件）") for kind in NOTIFICATION_KINDS]
    assert places == sorted(places)


def test_a_kind_of_which_there_is_nothing_is_left_out() -> None:
    body = digest.of(dues(1), "架空地域", "").body
    assert body.count("■") == 1
    assert "評価報告書" not in body


@pytest.mark.parametrize(
    ("count", "lines", "more"), [(1, 1, ""), (20, 20, ""), (21, 20, "・ほか1件"), (75, 20, "・ほか55件")]
)
def test_of_one_kind_twenty_lines_are_told_and_the_rest_is_counted(count: int, lines: int, more: str) -> None:
    body = digest.of(dues(count), "架空地域", "").body
    assert body.count("・期限") == lines
    assert f"（{count}件）" in body
    assert (more in body) if more else ("ほか" not in body)


def test_with_an_address_every_line_leads_somewhere_and_without_one_none_does() -> None:
    body = digest.of(dues(3), "架空地域", ADDRESS).body
    assert [line for line in body.splitlines() if line.startswith("　")] == [
        f"　{ADDRESS}/visits?visit={at}" for at in range(3)
    ]
    assert f"{ADDRESS}/notices" in body
    bare = digest.of(dues(3), "架空地域", "").body
    assert "/visits" not in bare
    assert "/notices" not in bare
    assert "ログインして「お知らせ」で確認してください" in bare


@pytest.mark.parametrize(("region", "begin"), [("架空地域", "架空地域から"), ("", "医療安全 相互チェックから")])
def test_it_says_from_whom_it_comes_and_that_nobody_reads_an_answer(region: str, begin: str) -> None:
    body = digest.of(dues(1), region, "").body
    assert body.startswith(begin)
    assert body.endswith("返信はできません。\n")
