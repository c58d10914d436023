"""Hospitals from a file: every fault in one pass, and nothing stored unless all is well."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from checklist import words
from checklist.errors import Forbidden, Refused
from checklist.formats import files
from checklist.imports import hospital_file, region_file
from checklist.model.hospitals import OUTPATIENT, Addon, HospitalKind
from checklist.model.sheets import Module
from checklist.rules.hospitals.beds import BedCount
from checklist.store import db
from checklist.store.hospitals import bed_counts, hospitals, lacking_modules
from tests.imports.taken import effects, take_in
from tests.world import World, by

HEADER = ",".join(hospital_file.COLUMNS)
SHORT = "コード,病院名,病床数"


def file(*rows: str, header: str = SHORT) -> bytes:
    """A CSV file of these rows."""
    return "\r\n".join([header, *rows]).encode()


def imported(world: World, *rows: str, header: str = HEADER, login: str = "secretariat") -> int:
    """Import a CSV file of these rows."""
    return sum(effects(take_in(world, "病院.csv", file(*rows, header=header), login), "病院"))


def faults(world: World, *rows: str, header: str = HEADER) -> list[str]:
    """What is wrong with a file; nothing of it may have been stored."""
    with pytest.raises(Refused) as refused:
        imported(world, *rows, header=header)
    with db.reading() as connection:
        assert len(hospitals.all_hospitals(by(connection))) == 4
        assert len(hospitals.filings(by(connection))) == 8
    return [str(fault) for fault in refused.value.faults]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_empty_table_is_read_again_once_it_is_filled_in(kind: str, world: World) -> None:
    with db.reading() as connection:
        empty = files.render(region_file.empty_file(by(connection)), kind)
    with pytest.raises(Refused, match=r"病院.*の行がありません"):
        take_in(world, f"病院.{kind}", empty)
    if kind == "csv":
        filled = empty + "H09,架空南病院,架空市,架空県,120,一般,,1,2,2024-06-01,第9号\r\n".encode()
    else:
        book = openpyxl.load_workbook(io.BytesIO(empty))
        book["病院"].append(["H09", "架空南病院", "架空市", "架空県", 120, "一般"])
        for addon, number in (("医療安全対策加算", "加算1"), ("regional", 2)):
            book["届出"].append(["H09", addon, number, "2024-06-01", None, "第9号"])
        target = io.BytesIO()
        book.save(target)
        filled = target.getvalue()
    assert effects(take_in(world, f"病院.{kind}", filled), "病院") == (1, 0, 0)
    with db.reading() as connection:
        new = hospitals.by_code(by(connection), "H09")
        assert (new.name, new.beds, len(hospitals.filings(by(connection), new.id))) == ("架空南病院", 120, 2)


def test_the_day_of_a_number_of_beds_is_taken_and_a_past_one_leaves_todays(world: World) -> None:
    header = f"{SHORT},{hospital_file.BEDS_SINCE}"
    assert imported(world, "H01,架空中央病院,240,2026-06-01", header=header) == 1
    assert imported(world, "H01,架空中央病院,220,2025-04-01", header=header) == 1
    with db.reading() as connection:
        counts = bed_counts.of_hospital(by(connection), world.hospitals["H01"])
        assert counts == (BedCount(None, 200), BedCount(date(2025, 4, 1), 220), BedCount(date(2026, 6, 1), 240))
        assert hospitals.get(by(connection), world.hospitals["H01"]).beds == 240
    assert faults(world, "H01,架空中央病院,250,2027-01-01", header=header) == [
        f"2行目・{hospital_file.BEDS_SINCE}：1950年から今日までの日を入力してください。"
    ]
    assert faults(world, "H01,架空中央病院,250,いつか", header=header)[0].startswith(
        f"2行目・{hospital_file.BEDS_SINCE}："
    )


def test_a_hospital_is_stored_with_both_filings(world: World) -> None:
    assert (
        imported(world, "Ｎ１,架空北病院,架空市,架空県架空市1番,１８０床,特定機能病院,,加算1,2,2024年6月1日,第9号") == 1
    )
    with db.reading() as connection:
        found = hospitals.by_code(by(connection), "N1")
        assert (found.name, found.beds, found.kind) == ("架空北病院", 180, HospitalKind.ADVANCED_TREATMENT)
        assert {
            (one.addon, one.addon_class, one.valid_from) for one in hospitals.filings(by(connection), found.id)
        } == {
            (Addon.SAFETY, 1, date(2024, 6, 1)),
            (Addon.REGIONAL, 2, date(2024, 6, 1)),
        }


def test_departments_are_declared_by_name_taken_back_and_left_alone_where_the_cell_is_empty(world: World) -> None:
    row = "H01,架空中央病院,200,{}"
    header = f"コード,病院名,病床数,{words.LACKING}"
    found = []
    for cell in ("手術・麻酔、透析", "", "なし"):
        assert imported(world, row.format(cell), header=header) == 1
        with db.reading() as connection:
            found.append(lacking_modules.on(by(connection), world.hospitals["H01"], date(2026, 11, 22)))
    assert found == [{Module.SURGERY, Module.DIALYSIS}, {Module.SURGERY, Module.DIALYSIS}, set()]
    (fault,) = faults(world, row.format("透析、歯科"), header=header)
    assert fault.startswith(f"2行目・{words.LACKING}：「歯科」は使えません")


def test_a_known_code_changes_the_hospital_and_the_same_file_twice_changes_nothing(world: World) -> None:
    row = "H01,架空中央新病院,架空市,架空県,300,,,1,1,2022-04-01,第1号"
    for _ in range(2):
        assert imported(world, row) == 1
    with db.reading() as connection:
        assert hospitals.by_code(by(connection), "H01").name == "架空中央新病院"
        assert len(hospitals.all_hospitals(by(connection))) == 4
        assert len(hospitals.filings(by(connection))) == 8


def test_a_row_with_another_class_ends_the_former_filing_the_day_before(world: World) -> None:
    changed = "H01,架空中央病院,架空市,架空県,300,,,2,2,2026-10-01,第5号"
    former = "H01,架空中央病院,架空市,架空県,300,,,1,1,2022-04-01,第1号"
    for row in (changed, changed, former):
        assert imported(world, row) == 1
    with db.reading() as connection:
        found = hospitals.filings(by(connection), hospitals.by_code(by(connection), "H01").id)
    end = date(2026, 9, 30)
    assert {(one.addon, one.addon_class, one.valid_from, one.valid_to) for one in found} == {
        (Addon.SAFETY, 1, date(2022, 4, 1), end),
        (Addon.SAFETY, 2, date(2026, 10, 1), None),
        (Addon.REGIONAL, 1, date(2022, 4, 1), end),
        (Addon.REGIONAL, 2, date(2026, 10, 1), None),
    }


def test_with_its_base_the_regional_filing_of_the_former_class_ends_and_the_same_class_is_still_refused(
    world: World,
) -> None:
    assert imported(world, "H01,架空中央病院,,,300,,,2,,2026-10-01,") == 1
    with db.reading() as connection:
        found = hospitals.filings(by(connection), hospitals.by_code(by(connection), "H01").id)
    assert [one.valid_to for one in found if one.addon is Addon.REGIONAL] == [date(2026, 9, 30)]
    with pytest.raises(Refused, match="算定開始日"):
        imported(world, "H02,架空市民病院,,,200,,,1,,2026-10-01,")


def test_only_the_required_columns_are_needed_and_empty_rows_are_passed_over(world: World) -> None:
    assert imported(world, "架空北病院,N1,80", ",,", "架空南病院,N2,90", header="病院名,コード,病床数") == 2


def test_every_fault_is_told_with_row_and_column_in_one_pass(world: World) -> None:
    found = faults(
        world,
        "N1,架空北病院,,,0,大学,たぶん,3,加算9,2024-02-30,",
        "N1,,,,多い,,,1,,,",
        ",架空西病院,,,10,,,,,,",
        "N4,架空中央病院,,,10,,,,,,",
        "H01,架空中央病院,,,10,,,1,,2023-04-01,",
        "N7,架空第七病院,,,10,,,,,2024-06-01,第7号",
        "N8,架空第八病院,,,10,,,,,,第8号",
    )
    assert [fault.split("：")[0] for fault in found] == [
        "2行目・種別", "2行目・院外", "2行目・病床数", "2行目・加算区分", "2行目・地域連携区分", "2行目・算定開始日",
        "3行目・病床数", "3行目・病院名", "3行目・算定開始日", "3行目・コード",
        "4行目・コード",
        "5行目・病院名",
        "6行目・病院名", "6行目・算定開始日",
        "7行目・算定開始日", "8行目・受理番号",
    ]  # fmt: skip


def test_a_table_that_is_not_ours_is_told_by_its_columns(world: World) -> None:
    assert faults(world, "1", header="名称") == [
        "1行目：列「コード」がありません。", "1行目：列「病院名」がありません。", "1行目：列「病床数」がありません。",
        "1行目：列「名称」は使えません。",
    ]  # fmt: skip
    assert faults(world, "1,2,3,4", header="コード,病院名,病床数,コード") == ["1行目：列「コード」が重複しています。"]
    assert faults(world) == ["病院の行がありません。何も変更していません。"]


def test_dates_that_excel_made_are_read_as_dates(world: World, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(list(hospital_file.COLUMNS))
    book.active.append(["N1", "架空北病院", "", "", 80, "", "", 2, 2, datetime(2025, 4, 1), "第1号"])
    target = io.BytesIO()
    book.save(target)
    take_in(world, "病院.xlsx", target.getvalue())
    with db.reading() as connection:
        found = hospitals.filings(by(connection), hospitals.by_code(by(connection), "N1").id)
    assert {one.valid_from for one in found} == {date(2025, 4, 1)}


def test_only_the_secretariat_may_import(world: World) -> None:
    for login in ("manager.h01", "admin", "center", "leader.h01", "evaluator.h02"):
        with pytest.raises(Forbidden):
            imported(world, "N1,架空北病院,,,80,,,,,,", login=login)


def infection(world: World, code: str = "H09") -> list[tuple[int, date, date | None, str]]:
    """The filings of 感染対策向上加算 of a hospital."""
    with db.reading() as connection:
        own = hospitals.by_code(by(connection), code).id
        found = [one for one in hospitals.filings(by(connection), own) if one.addon is Addon.INFECTION]
    return [(one.addon_class, one.valid_from, one.valid_to, one.receipt_number) for one in found]


NEW = "H09,架空南病院,,,120,,,1,1,2024-06-01,第9号"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("1,2025-04-01,感第1号,", (1, date(2025, 4, 1), None, "感第1号")),
        ("加算３,R7.4.1,,2026-03-31", (3, date(2025, 4, 1), date(2026, 3, 31), "")),
        ("外来,,,", (OUTPATIENT, date(2024, 6, 1), None, "")),
    ],
)
def test_a_filing_of_infection_stands_in_the_same_row(world: World, cells: str, expected: tuple[object, ...]) -> None:
    assert imported(world, f"{NEW},{cells}") == 1
    assert infection(world) == [expected]
    # Without a word of it the filing stays as it is, and the same row again changes nothing.
    assert imported(world, NEW) == imported(world, f"{NEW},{cells}") == 1
    assert infection(world) == [expected]


def test_a_change_of_its_class_ends_the_former_and_leaves_safety_alone(world: World) -> None:
    imported(world, f"{NEW},2,2024-06-01,,")
    imported(world, f"{NEW},1,2026-04-01,感第2号,")
    assert infection(world) == [
        (2, date(2024, 6, 1), date(2026, 3, 31), ""), (1, date(2026, 4, 1), None, "感第2号"),
    ]  # fmt: skip
    with db.reading() as connection:
        own = hospitals.by_code(by(connection), "H09").id
        assert [one.valid_to for one in hospitals.filings(by(connection), own) if one.addon is not Addon.INFECTION] == [
            None
        ] * 2


def test_every_mistake_in_the_cells_of_infection_is_told_at_its_column(world: World) -> None:
    rows = (
        f"{NEW},4,2025-04-01,,",
        "H10,架空第十病院,,,120,,,,,,,1,,,",
        "H11,架空第十一病院,,,120,,,,,,,1,昨日,,いつか",
        "H12,架空第十二病院,,,120,,,,,,,,2025-04-01,,",
        "H13,架空第十三病院,,,120,,,,,,,1,2025-04-01,,2025-03-31",
        "H14,架空第十四病院,,,120,,,,,2024-06-01,第14号,1,,,",
    )
    assert [one.partition("。")[0] for one in faults(world, *rows)] == [
        "2行目・感染対策向上加算：「4」は使えません（1・2・3・加算1・加算2・加算3・外来）",
        "3行目・感染対策算定開始日：感染対策向上加算の区分がある行には算定開始日が必要です",
        "4行目・感染対策算定開始日：「昨日」は日付として読み取れません（例：2024-06-01）",
        "4行目・感染対策算定終了日：「いつか」は日付として読み取れません（例：2024-06-01）",
        "5行目・感染対策算定開始日：感染対策向上加算の区分がありません",
        "6行目・感染対策算定終了日：算定開始日より前の日にはできません",
        "7行目・受理番号：加算区分と地域連携区分のどちらにも記入がありません",
    ]


def test_a_file_is_judged_before_anything_is_asked_of_the_database_and_names_are_read_once(world: World) -> None:
    wrong = region_file.read("病院.csv", file("X1,架空第一病院,0", "X1,架空第二病院,120"))
    assert [fault.where for fault in wrong.parts["病院"].faults] == ["2行目・病床数", "3行目・コード"]
    rows = [f"X{number},架空第{number}病院,120" for number in range(20)]
    draft, asked = region_file.read("病院.csv", file(*rows)), list[str]()
    with db.writing() as connection:
        connection.conn.set_trace_callback(asked.append)
        assert effects(region_file.preview(by(connection), draft), "病院") == (20, 0, 0)
    assert len([sql for sql in asked if sql.startswith("SELECT id, code, name FROM hospital")]) == 1


def test_names_that_change_hands_within_a_file_are_no_twins(world: World) -> None:
    """A later row may take the name that an earlier one has given up, and not one that is taken."""
    assert imported(world, "X1,架空甲病院,120", "X2,架空乙病院,120", header=SHORT) == 2
    assert imported(world, "X1,架空丙病院,120", "X2,架空甲病院,120", header=SHORT) == 2
    with pytest.raises(Refused) as error:
        imported(world, "X1,架空甲 病院,120", header=SHORT)
    assert [str(one) for one in error.value.faults] == [
        "2行目・病院名：登録済みの「架空甲病院」と同じ名前です（空白や全角・半角のみが違います）。"
    ]


PLACED = f"{SHORT},緯度,経度,グループ,医療圏,訪問できない期間"


def test_where_a_hospital_lies_is_taken_and_an_empty_cell_changes_nothing(world: World) -> None:
    assert imported(world, "H01,架空中央病院,200,３５．５,139.25,甲会,北山,8/1-8/31", header=PLACED) == 1
    assert imported(world, "H01,架空中央病院,210,,,,,", header=PLACED) == 1
    with db.reading() as connection:
        found = hospitals.get(by(connection), world.hospitals["H01"])
    assert (found.latitude, found.longitude, found.corporate_group) == (35.5, 139.25, "甲会")
    assert (found.medical_area, found.closed_days, found.beds) == ("北山", "8/1-8/31", 210)


def test_every_wrong_cell_of_a_place_is_told(world: World) -> None:
    assert faults(world, "H01,架空中央病院,200,北緯35,139.25,,,夏", header=PLACED) == [
        "2行目・緯度：「北緯35」は度数として読み取れません（例：35.6812）。",
        "2行目・訪問できない期間：月日の範囲を入力してください（例：12/29-1/3、8/13-8/16）。",
    ]


def test_a_filing_of_one_table_can_end(world: World) -> None:
    header = f"{SHORT},加算区分,算定開始日,算定終了日"
    assert imported(world, "X9,架空終了病院,80,2,2024-06-01,2026-03-31", header=header) == 1
    with db.reading() as connection:
        found = hospitals.filings(by(connection), hospitals.by_code(by(connection), "X9").id)
    assert [(one.addon_class, one.valid_to) for one in found] == [(2, date(2026, 3, 31))]
