"""The list of filings of a 地方厚生（支）局 becomes hospitals with their filings in one confirmation, and says what it left out."""

from __future__ import annotations

from datetime import date

import pytest

from checklist.errors import Refused
from checklist.imports import bureau_list, region_file
from checklist.imports.region_file import Outcome
from checklist.model.hospitals import OUTPATIENT, Addon, Hospital
from checklist.store import db
from checklist.store.hospitals import hospitals
from tests.imports import bureau_files
from tests.imports.bureau_files import Row, hospital, row
from tests.imports.taken import effects, take_in
from tests.world import World, by

FIRST = hospital(1, "架空第一病院")
SECOND = hospital(2, "医療法人架空会　架空第二病院", level="２", beds="一般　　158／療養　　28", since="令和 3年 4月 1日", receipt="第96号")  # fmt: skip
THIRD = [row(3, "架空歯科クリニック", bureau_files.DENTAL, "令和 6年 6月 1日", beds="")]


def taken(world: World, *rows: Row) -> Outcome:
    """What came of a list."""
    return take_in(world, "todokede_meibo.xlsx", bureau_files.book(rows))


def stored(code: str) -> tuple[Hospital, dict[Addon, tuple[int, date, str]]]:
    """A hospital and its filings: class, first day and number."""
    with db.reading() as connection:
        found = hospitals.by_code(by(connection), code)
        filings = hospitals.filings(by(connection), found.id)
        return found, {one.addon: (one.addon_class, one.valid_from, one.receipt_number) for one in filings}


def refusal(world: World, *rows: Row) -> list[str]:
    with pytest.raises(Refused) as refused:
        taken(world, *rows)
    return [str(one) for one in refused.value.faults]


def test_the_list_of_the_field_becomes_its_two_hospitals(world: World) -> None:
    without = row(9, "架空診療所", bureau_files.MEALS, "令和 6年 4月 1日", code=" ")
    outcome = taken(world, *FIRST, *SECOND, *THIRD, without, ("合計", *("",) * 23))
    assert (effects(outcome, "病院"), effects(outcome, "届出")) == ((2, 0, 0), (4, 0, 0))
    first, filings = stored("0110001")
    assert (first.name, first.beds, first.address) == ("架空第一病院", 350, "架空県架空市一丁目1")
    april = (1, date(2024, 4, 1), "第64号")
    assert filings == {Addon.SAFETY: april, Addon.REGIONAL: april}
    second, filings = stored("0110002")
    assert (second.name, second.beds) == ("医療法人架空会 架空第二病院", 186)
    assert filings == {
        Addon.SAFETY: (2, date(2021, 4, 1), "第96号"), Addon.REGIONAL: (2, date(2021, 4, 1), "第96号")
    }  # fmt: skip
    understood, columns, left_out, numberless = outcome.notes
    assert numberless == "医療機関番号がないため取り込まない行：12行目。"
    assert understood == (
        "地方厚生（支）局の届出受理名簿として読み取りました（4行目が見出し、7行）。医療安全対策加算の届出がある2病院が対象です。"
    )
    assert "医療機関番号→コード" in columns
    assert (
        left_out
        == "取り込まない行：医療安全対策加算の届出がない医療機関 1件、医療安全対策加算・感染対策向上加算のほかの届出 3行。"
    )


def test_a_prefecture_of_155_hospitals_is_taken_in_at_once_and_changes_nothing_the_second_time(world: World) -> None:
    rows = bureau_files.prefecture(155, 1700)
    assert len(rows) == 8965
    data = bureau_files.book(rows)
    outcome = take_in(world, "todokede_meibo.xlsx", data)
    assert (effects(outcome, "病院"), effects(outcome, "届出")) == ((155, 0, 0), (310, 0, 0))
    assert "（4行目が見出し、8,965行）" in outcome.notes[0]
    with db.reading() as connection:
        assert len(hospitals.all_hospitals(by(connection))) == 4 + 155
    again = take_in(world, "todokede_meibo.xlsx", data)
    assert (effects(again, "病院"), effects(again, "届出")) == ((0, 0, 155), (0, 0, 310))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([row(1, "架空病院", "医療安全対策加算1", "R6.4.1")], {Addon.SAFETY: (1, date(2024, 4, 1), "第1号")}),
        (
            [row(1, "架空病院", "医療安全対策加算２", "令和元年5月1日", remark="医療安全対策地域連携加算　２", own_since="令和 2年 4月 1日")],
            {Addon.SAFETY: (2, date(2019, 5, 1), "第1号"), Addon.REGIONAL: (2, date(2020, 4, 1), "第1号")},
        ),
        (
            [*hospital(1, "架空病院")[1:2], row(1, "架空病院", "感染対策向上加算３", "令和 7年 4月 1日", receipt="第7号")],
            {Addon.SAFETY: (1, date(2024, 4, 1), "第64号"), Addon.INFECTION: (3, date(2025, 4, 1), "第7号")},
        ),
        (
            [*hospital(1, "架空病院")[1:2], row(1, "架空病院", "外来感染対策向上加算", "令和 7年 4月 1日")],
            {Addon.SAFETY: (1, date(2024, 4, 1), "第64号"), Addon.INFECTION: (OUTPATIENT, date(2025, 4, 1), "第1号")},
        ),
        (
            [row(1, "架空病院", "医療安全対策加算２", "平成20年4月1日", receipt="第2号"), *hospital(1, "架空病院")[1:2]],
            {Addon.SAFETY: (1, date(2024, 4, 1), "第64号")},
        ),
    ],
)  # fmt: skip
def test_filings_are_known_by_their_names(
    rows: list[Row], expected: dict[Addon, tuple[int, date, str]], world: World
) -> None:
    taken(world, *rows)
    assert stored("0110001")[1] == expected


@pytest.mark.parametrize(
    ("beds", "number"),
    [("一般　　350", 350), ("一般　　158／療養　　28", 186), ("一般　1,024／精神　60／感染　4", 1088), ("３５０", 350)],
)
def test_beds_of_every_kind_are_added_up(beds: str, number: int, world: World) -> None:
    taken(world, *hospital(1, "架空病院", beds=beds))
    assert stored("0110001")[0].beds == number


def test_a_hospital_that_is_here_under_another_code_keeps_its_code_and_name_and_what_the_list_does_not_know(
    world: World,
) -> None:
    before, _ = stored("H02")
    outcome = taken(world, *hospital(2, f"医療法人架空会　{before.name}", beds="一般　99"))
    assert (effects(outcome, "病院"), effects(outcome, "届出")) == ((0, 1, 0), (0, 0, 2))
    assert (
        outcome.changes[1].what
        == f"{before.name}　医療安全対策加算（2022年4月1日（金）から）　名簿では2024年4月1日（月）から"
    )
    after, _ = stored("H02")
    assert (after.name, after.beds, after.founder, after.kind) == (before.name, 99, before.founder, before.kind)


def test_everything_wrong_is_told_in_one_pass_by_the_names_of_the_list_and_what_is_left_out_is_not(
    world: World,
) -> None:
    assert refusal(
        world,
        *hospital(1, "架空第一病院", beds="")[1:2],
        *hospital(2, "架空\u200b第二病院")[1:2],
        row(3, "架空診療所", bureau_files.MEALS, "いつか", beds=""),
        row(4, "架空歯科", "医療安全対策加算１", "いつか", beds="", division="歯科"),
        row(5, "架空第五病院", "医療安全対策加算１", "令和 6年 4月 1日", code=" "),
    ) == [
        "5行目・病床数：1から3000までの数で入力してください。",
        "6行目・医療機関名称：「架空」の次に、見えない文字（U+200B）があります。取り除いてください。",
        "9行目・医療機関番号：届出の行に医療機関番号がありません。番号を記入するか、行を削除してください。",
    ]


def test_a_day_that_cannot_be_meant_is_questioned(world: World) -> None:
    good, bad = hospital(1, "架空第一病院")[1:2], row(1, "架空第一病院", "感染対策向上加算１", "平成 2年15月 1日")
    assert refusal(world, *good, bad) == [
        "6行目・算定開始年月日：「平成 2年15月 1日」は日付として読み取れません（例：2024-06-01）。"
    ]
    far = row(1, "架空第一病院", "感染対策向上加算１", "令和 600年 4月 1日")
    assert "年を確かめてください" in refusal(world, *good, far)[0]


def test_a_list_without_our_add_on_says_so(world: World) -> None:
    (told,) = refusal(world, *THIRD)
    assert told == "届出受理名簿に医療安全対策加算の届出がありません。何も変更していません。"


def test_other_tables_are_no_list() -> None:
    assert not bureau_list.is_list((("コード", "病院名"),))
    with pytest.raises(Refused, match="表が大きすぎます（2000行、40列まで）"):
        region_file.read("病院.csv", "コード,病院名,病床数\n".encode() + b"x,y,1\n" * 2_000)
