"""Names that nobody tells apart at a glance."""

from __future__ import annotations

import pytest

from checklist.rules.fields import lookalikes


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙橋病院", "高橋病院"),
        ("山﨑医院", "山崎医院"),
        ("𠮷田病院", "吉田病院"),
        ("渡邊病院", "渡邉病院"),
        ("國立架空病院", "国立架空病院"),
        ("架空ニ病院", "架空二病院"),
        ("カ病院", "力病院"),
        ("セントへレナ病院", "セントヘレナ病院"),
        ("ケアセンタ一", "ケアセンター"),
        ("ケアセンター", "ケアセンタ―"),
        ("鶴ヶ丘病院", "鶴ケ丘病院"),
        ("ABC病院", "АВС病院"),
        ("O1病院", "0l病院"),
        ("中央\u200b病院", "中央病院"),
        ("中央\u202e病院", "中央病院"),
        ("葛\U000e0100城病院", "葛城病院"),
        ("ＡＢＣ 病院", "abc病院"),
        ("が病院", "か\u3099病院"),
    ],
)
def test_what_looks_alike_has_the_same_skeleton(one: str, other: str) -> None:
    assert lookalikes.skeleton(one) == lookalikes.skeleton(other)
    assert lookalikes.pairs([one], [one, other]) == [(one, other)]


@pytest.mark.parametrize(
    ("one", "other"),
    [("架空東病院", "架空西病院"), ("第1病院", "第2病院"), ("中央病院", "中央医院"), ("大森病院", "太森病院"), ("", "病院")],
)  # fmt: skip
def test_what_people_tell_apart_is_not_told(one: str, other: str) -> None:
    assert lookalikes.pairs([one], [one, other]) == []


def test_a_pair_is_told_once_and_only_where_one_of_it_is_new() -> None:
    known = ["髙橋病院", "高橋病院", "架空病院"]
    assert lookalikes.pairs(known[:2], known) == [("髙橋病院", "高橋病院")]
    assert lookalikes.pairs(["架空病院"], known) == []
