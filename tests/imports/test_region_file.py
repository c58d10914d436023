"""Hospitals, filings and accounts from one workbook: every fault of every sheet in one pass, told before it is stored."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from checklist.errors import Forbidden, Refused, Stale
from checklist.formats import excel, excel_filling, files
from checklist.imports import part, region_file
from checklist.imports.region_file import FILINGS, HOSPITALS, PEOPLE
from checklist.model.accounts import Role
from checklist.model.hospitals import Addon
from checklist.store import db
from checklist.store.accounts import people
from checklist.store.act import acting, trying, viewing
from checklist.store.hospitals import hospitals
from tests.imports.taken import effects, take_in
from tests.world import PASSWORD, World, by, operator, principal

Rows = Mapping[str, Sequence[Sequence[object]]]
REGION: Rows = {
    HOSPITALS: [["H09", "架空南病院", "架空市", "架空県架空市9", 120, "clinic"]],
    FILINGS: [
        ["H09", "医療安全対策加算", "加算2", "2024-06-01", "2026-03-31", "第9号"],
        ["H09", "safety", 1, "2026-04-01"],
        ["H02", "医療安全対策地域連携加算", "加算1", "2022-04-01", None, "第H02号"],
    ],
    PEOPLE: [
        ["New.H09", "架空 花子", "架空南病院", "訪問評価者、safety_manager"],
        ["center2", "架空 次郎", "支援センター", "支援センター職員", "Jiro＠example.jp"],
        ["leader.h01", "架空 三郎", "H01", "病院幹部"],
        ["manager.h01", "manager.h01 さん", "H01", "医療安全管理者"],
    ],
}


def book(rows: Rows) -> bytes:
    """The workbook to fill in, filled in with these rows."""
    with db.reading() as connection:
        empty = files.render(region_file.empty_file(by(connection)), "xlsx")
    found = openpyxl.load_workbook(io.BytesIO(empty))
    for sheet, lines in rows.items():
        # In the place of the row that shows how it is done.
        found[sheet].delete_rows(excel.HEADER_ROW + 2)
        for line in lines:
            found[sheet].append(list(line))
    target = io.BytesIO()
    found.save(target)
    return target.getvalue()


@pytest.fixture
def both(world: World) -> World:
    """The world in which the secretariat keeps the accounts, too, and so may take in every sheet."""
    with db.writing() as connection:
        person = people.by_login(by(connection), "secretariat")
        people.change(by(connection), replace(person, roles=person.roles | {Role.ADMIN}))
        return replace(world, people={**world.people, "secretariat": people.get(by(connection), person.id)})


def refusal(world: World, data: bytes, login: str = "secretariat") -> list[str]:
    """What is wrong with a file, of which nothing is stored."""
    with db.reading() as connection:
        before = [len(hospitals.all_hospitals(by(connection))), len(people.all_people(by(connection)))]
    with pytest.raises(Refused) as refused:
        take_in(world, "地域.xlsx", data, login)
    with db.reading() as connection:
        assert before == [len(hospitals.all_hospitals(by(connection))), len(people.all_people(by(connection)))]
    return [str(fault) for fault in refused.value.faults]


def test_one_workbook_begins_a_region_and_the_same_one_again_changes_nothing(both: World) -> None:
    data = book(REGION)
    first = take_in(both, "地域.xlsx", data)
    assert first.sentence == "病院：新規 1件、届出：新規 2件・変更なし 1件、利用者：新規 2件・変更 1件・変更なし 1件"
    assert first.new_people() == {"new.h09": "架空 花子", "center2": "架空 次郎"}
    assert first.new_places() == {"new.h09": "架空南病院", "center2": "医療安全支援センター"}
    with db.reading() as connection:
        view = by(connection)
        new = hospitals.by_code(view, "H09")
        spans = [(one.addon, one.addon_class, one.valid_from, one.valid_to) for one in hospitals.filings(view, new.id)]
        assert spans == [
            (Addon.SAFETY, 2, date(2024, 6, 1), date(2026, 3, 31)),
            (Addon.SAFETY, 1, date(2026, 4, 1), None),
        ]
        person = people.by_login(view, "new.h09")
        assert (person.hospital_id, person.roles) == (new.id, frozenset({Role.EVALUATOR, Role.SAFETY_MANAGER}))
        center = people.by_login(view, "center2")
        assert (center.center, center.mail) == (True, "Jiro@example.jp")
        assert person.mail == ""
        assert people.by_login(view, "leader.h01").name == "架空 三郎"
        kept = people.credentials(connection, "leader.h01")
        assert kept is not None
        assert people.verify_password(kept[1], PASSWORD)
    again = take_in(both, "地域.xlsx", data)
    assert not again.effects
    assert effects(again, PEOPLE) == (0, 0, 4)
    # A file without addresses takes none away; one with another changes it and says so.
    head, line = "ログインID,氏名,所属,役割,メール", "center2,架空 次郎,支援センター,支援センター職員"
    assert effects(take_in(both, "利用者.csv", f"{head[:-4]}\n{line}\n".encode()), PEOPLE) == (0, 0, 1)
    (change,) = take_in(both, "利用者.csv", f"{head}\n{line},j2@example.jp\n".encode()).changes
    assert change.fields == (("メール", "Jiro@example.jp", "j2@example.jp"),)
    with db.reading() as connection:
        assert people.by_login(by(connection), "center2").mail == "j2@example.jp"


def test_what_changes_is_told_with_before_and_after(world: World) -> None:
    rows = {HOSPITALS: [["H01", "架空中央病院", "医療法人 架空会", "", 210]]}
    (change,) = take_in(world, "地域.xlsx", book(rows)).changes
    assert (change.number, change.effect) == (excel.HEADER_ROW + 2, part.CHANGED)
    assert change.fields == (("所在地", "架空県架空市", ""), ("病床数", "200床", "210床"))


def test_every_fault_of_every_sheet_is_told_in_one_pass(both: World) -> None:
    found = refusal(both, book({
        HOSPITALS: [["H09", "架空南病院", "", "", 0], ["H01", "架空中央病院", "", "", 200, "大学"]],
        FILINGS: [
            ["H09", "医療安全対策加算", "加算1", "2026-04-01"],
            ["H77", "医療安全対策加算", "加算1", "2026-04-01"],
            ["H01", "感染", "加算9", "昨日"],
            ["H01", "医療安全対策加算", "加算1", "2023-04-01"],
            [None, "医療安全対策加算", "加算1", None],
        ],
        PEOPLE: [
            ["new.h09", "架空 花子", "H09", "訪問評価者"],
            ["x", "", "H77", "病院幹部"],
            ["leader.h02", "架空 四郎", "", "病院幹部"],
            ["leader.h02", "架空 五郎", "H02", "院長"],
            ["new.h02", "架空 六郎", "H02", "病院幹部", "六郎"],
        ],
    }))  # fmt: skip
    assert [fault.split("：")[0] for fault in found] == [
        "「病院」シート　4行目・病床数", "「病院」シート　5行目・種別",
        "「届出」シート　5行目・病院コード", "「届出」シート　6行目・加算", "「届出」シート　6行目・区分",
        "「届出」シート　6行目・算定開始日", "「届出」シート　7行目・算定開始日", "「届出」シート　8行目・病院コード",
        "「届出」シート　8行目・算定開始日",
        "「利用者」シート　5行目・所属", "「利用者」シート　6行目・所属",
        "「利用者」シート　7行目・役割", "「利用者」シート　7行目・ログインID", "「利用者」シート　8行目・メール",
    ]  # fmt: skip


def test_a_sheet_that_the_reader_may_not_take_in_is_left_out_and_named(world: World) -> None:
    data = book(REGION)
    found = take_in(world, "地域.xlsx", data)
    assert ["システム管理者のみ" in one for one in found.left_out] == [True]
    assert found.new_people() == {}
    found = take_in(world, "地域.xlsx", data, "admin")
    assert ["地域事務局のみ" in one for one in found.left_out] == [True]
    assert effects(found, PEOPLE) == (2, 1, 1)
    for rows, login in (({PEOPLE: REGION[PEOPLE]}, "secretariat"), (REGION, "manager.h01")):
        with pytest.raises(Forbidden, match="のみが取り込めます"):
            take_in(world, "地域.xlsx", book(rows), login)


def test_accounts_of_hospitals_that_nobody_has_taken_in_yet_are_refused_in_words(world: World) -> None:
    # As many rows as there are wait for one thing, which is told once, with what else is wrong; by code or by name.
    rows = [[f"new{one}.h09", "架空 花子", "H09", "訪問評価者"] for one in range(3)]
    found = refusal(
        world, book({**REGION, PEOPLE: [*REGION[PEOPLE], *rows, ["x.h09", "架空 五郎", "H77", "病院幹部"]]}), "admin"
    )
    assert [fault.split("：")[0] for fault in found] == [
        "「利用者」シート　4行目・所属",
        "「利用者」シート　11行目・所属",
    ]
    assert "まだ登録されていません。地域事務局が「病院一覧」の画面で" in found[0]
    assert found[1].endswith("「H77」という病院コード・病院名は登録されていません。病院を先に登録してください。")
    alone = [["new.h09", "架空 花子", "架空南病院", "訪問評価者"]]
    assert "病院を先に登録してください。" in refusal(world, book({PEOPLE: alone}), "admin")[0]
    # A login that stands twice is told as that alone.
    (fault,) = refusal(world, book({PEOPLE: [["y1", "架空 六郎", "H01", "病院幹部"]] * 2}), "admin")
    assert fault.endswith("「y1」は4行目と重複しています。")


def test_trying_leaves_nothing_and_what_has_moved_meanwhile_is_not_taken_in(both: World) -> None:
    rows = {PEOPLE: [["new.h01", "架空 花子", "H01", "訪問評価者"]]}
    draft, who = region_file.read("地域.xlsx", book(rows)), principal(both.people["secretariat"])
    with trying(who) as act:
        shown = region_file.preview(act, draft)
    with viewing(operator()) as view:
        assert "new.h01" not in {one.login for one in people.all_people(view)}
    with pytest.raises(Stale), acting(who) as act:
        region_file.import_file(act, draft, shown, {})
    take_in(both, "地域.xlsx", book(rows))
    with pytest.raises(Stale, match="もう一度確認してください"), acting(who) as act:
        region_file.import_file(act, draft, shown, {"new.h01": "-"})


def test_the_last_administrator_stays_one(world: World) -> None:
    rows = {PEOPLE: [["admin", "admin さん", "", "地域事務局"]]}
    (fault,) = refusal(world, book(rows), "admin")
    assert fault.startswith("「利用者」シート　4行目・ログインID：有効なシステム管理者が1人もいなくなる")


def test_one_table_is_told_by_its_columns(world: World) -> None:
    csv = "病院コード,加算,区分,算定開始日\nH03,医療安全対策加算,加算1,2026-10-01\n".encode()
    found = take_in(world, "届出.csv", csv)
    # The filings of the other class end the day before.
    assert effects(found, FILINGS) == (1, 2, 0)
    csv = "ログインID,氏名,役割\njimu2,架空 六郎,地域事務局\n".encode("cp932")
    assert effects(take_in(world, "利用者.csv", csv, "admin"), PEOPLE) == (1, 0, 0)


def test_a_workbook_without_rows_is_told_so_and_sheets_of_other_names_are_not_read(world: World) -> None:
    assert refusal(world, book({})) == ["病院・届出・利用者の行がありません。何も変更していません。"]
    assert effects(take_in(world, "地域.xlsx", book({FILINGS: [["H04", "safety", 1, "2022-04-01", "2027-03-31"]]})),
                   FILINGS) == (0, 1, 0)  # fmt: skip


def test_a_formula_is_told_with_its_sheet(world: World) -> None:
    (fault,) = refusal(world, book({FILINGS: [["=A1", "safety", 1, "2022-04-01"]]}))
    assert (
        fault
        == "「届出」シート　4行目・A列：数式の値がファイルに保存されていません。Excelで開いて保存し直すか、値に置き換えてください。"
    )


def test_the_cells_offer_their_choices(world: World) -> None:
    found = openpyxl.load_workbook(io.BytesIO(book({})))
    offered = {
        (sheet.title, str(rule.sqref)): (rule.formula1, rule.showErrorMessage)
        for sheet in found
        for rule in sheet.data_validations.dataValidation
    }
    last = excel.HEADER_ROW + 1 + excel_filling.OFFERED_ROWS
    assert offered["病院", f"F4:F{last}"] == ('"一般,特定機能病院,有床診療所"', True)
    assert offered["届出", f"A4:A{last}"] == (f"'病院'!$A$4:$A${last}", True)
    assert offered["届出", f"C4:C{last}"] == ('"加算1,加算2,加算3,外来"', True)
    assert offered["利用者", f"D4:D{last}"][1] is False
    assert [sheet.title for sheet in found] == ["病院", "届出", "利用者", "記入のしかた"]


@pytest.mark.parametrize("login", ["manager.h01", "leader.h01", "center", "evaluator.h02"])
def test_nobody_else_is_given_the_workbook(login: str, world: World) -> None:
    with viewing(principal(world.people[login])) as view, pytest.raises(Forbidden):
        region_file.empty_file(view)
