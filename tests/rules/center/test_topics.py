"""New topics with everything that can be wrong with them, and wishes that name what there is."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from random import Random

import pytest

from checklist.model.center.learning import Topic, TopicEdition
from checklist.rules.center import topics
from checklist.rules.disclosure import SMALLEST

KNOWN = TopicEdition(
    0, "標準テーマ", date(2000, 1, 1), (Topic("drug", "薬の安全", ("anzen:6",)), Topic("cost", "医療費", (), ("6",)))
)
CHAPTERS = frozenset({"anzen:6", "anzen:7"})
GOOD = Topic("device", "医療機器の安全", ("anzen:7",), ("1-1",), ("education",))


@pytest.mark.parametrize(
    ("name", "since", "found", "told"),
    [
        ("新しい版", date(2026, 4, 1), [GOOD], []),
        ("", date(2026, 4, 1), [GOOD], ["版の名称：100文字以内で入力してください。"]),
        ("あ" * 101, date(1800, 1, 1), [GOOD], ["版の名称：100文字以内で入力してください。", "適用を始める日：日付を確かめてください。"]),
        ("新しい版", date(2000, 1, 1), [GOOD], ["適用を始める日：今の版（標準テーマ）より後の日にしてください。"]),
        ("新しい版", date(2026, 4, 1), [GOOD, GOOD], ["3行目：コード「device」は2行目と重複しています。"]),
        ("新しい版", date(2026, 4, 1), [Topic("薬", "薬", ("anzen:6",))], ["2行目：コードは20文字以内の半角の英小文字・数字で入力してください。"]),
        ("新しい版", date(2026, 4, 1), [Topic("x", " ", ("anzen:6",))], ["2行目：名称は60文字以内で入力してください。"]),
        ("新しい版", date(2026, 4, 1), [Topic("x", "薬", ("anzen:99",))], ["2行目：点検表の章「anzen:99」はありません（例：anzen:6）。"]),
        ("新しい版", date(2026, 4, 1), [Topic("x", "薬")], ["2行目：点検表の章または相談内容を1つ以上入力してください。"]),
    ],
)  # fmt: skip
def test_everything_wrong_with_new_topics_is_told_at_once(
    name: str, since: date, found: list[Topic], told: list[str]
) -> None:
    assert [str(one) for one in topics.faults(name, since, found, (KNOWN,), CHAPTERS)] == told


def test_a_part_of_the_training_that_there_is_not_is_told_with_those_that_there_are() -> None:
    (fault,) = topics.faults(
        "版", date(2026, 4, 1), [Topic("x", "薬", ("anzen:6",), (), ("magic",))], (KNOWN,), CHAPTERS
    )
    assert str(fault).startswith("2行目：研修の内容「magic」はありません（system・organisation")


def test_a_list_longer_than_anybody_reads_is_refused() -> None:
    many = [Topic(f"t{number}", "薬", ("anzen:6",)) for number in range(topics.MOST + 1)]
    assert [str(one) for one in topics.faults("版", date(2026, 4, 1), many, (KNOWN,), CHAPTERS)] == [
        "テーマ：60行以内にしてください。"
    ]


@pytest.mark.parametrize(
    ("wished", "wrong"),
    [([], False), (["drug"], False), (["cost", "drug"], False), (["drug", "drug"], True), (["fire"], True), (["drug"] * 6, True)],
)  # fmt: skip
def test_a_wish_names_topics_that_there_are_each_once(wished: list[str], wrong: bool) -> None:
    assert bool(topics.wish_faults(wished, KNOWN)) is wrong


@pytest.mark.parametrize("seed", range(5))
def test_any_two_sums_of_wishes_that_were_ever_told_differ_by_enough_hospitals(seed: int) -> None:
    """Whatever is said in whatever order, and with whatever minimum each was told."""
    dice, said, told = Random(seed), list[tuple[int, frozenset[str]]](), list[tuple[int, topics.Wishes]]()
    for _ in range(60):
        said.append((dice.randrange(12), frozenset(dice.sample("abc", dice.randrange(3)))))
        told += [(minimum, topics.settled(said, minimum)) for minimum in (3, 4, 5)]
    seen = 0
    for (one, before), (other, after) in combinations(told, 2):
        moved = sum(before.get(who, frozenset()) != after.get(who, frozenset()) for who in before.keys() | after.keys())
        least = min(one, other) if one == other else SMALLEST
        assert moved == 0 or moved >= least, (before, after)
        seen += moved > 0
    assert seen
    assert all(not found or sum(map(bool, found.values())) >= minimum for minimum, found in told)
