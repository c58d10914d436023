"""The lists of a desk as a file and back: what nobody changed comes in as it was, and what is odd is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.errors import Forbidden, Refused
from checklist.formats import files
from checklist.imports import option_file
from checklist.model.center.desk import Option
from checklist.store import db
from checklist.store.center import desk, shipped
from tests.center_desk import acting, staff
from tests.world import World, by, principal

HEAD = "一覧,コード,名称,上位,調査コード,確からしさ,前の版のコード"


def read(*rows: str) -> list[Option]:
    return option_file.read("分類.csv", "\n".join((HEAD, *rows)).encode())


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_of_today_is_read_back_word_by_word(kind: str, world: World) -> None:
    with db.reading() as connection:
        document = option_file.document(by(connection, staff(world)))
    assert option_file.read(f"分類.{kind}", files.render(document, kind)) == list(shipped.edition().options)


def test_odd_words_survive_the_way_through_both_files(world: World) -> None:
    odd = [
        Option("kind", f"k{place}", label) for place, label in enumerate(("=1+1", "-", "@甲", "'乙", '丙,"丁"', "＋"))
    ]
    with acting(staff(world)) as act:
        desk.adopt(act, "変わった名称", date(2026, 4, 1), [*shipped.edition().options, *odd])
    with db.reading() as connection:
        document = option_file.document(by(connection, staff(world)))
    for kind in ("csv", "xlsx"):
        assert option_file.read(f"分類.{kind}", files.render(document, kind))[-len(odd) :] == odd, kind


def test_codes_are_read_in_half_width_and_words_as_they_are() -> None:
    (found,) = read("ｋｉｎｄ,Ａ１, 苦情（１） ,６,,例,ａ")
    assert found == Option("kind", "A1", "苦情（１）", "6", "", "例", "a")


def test_columns_that_are_not_needed_may_be_missing() -> None:
    (found,) = option_file.read("分類.csv", "名称,一覧,コード\n苦情,kind,c\n".encode())
    assert found == Option("kind", "c", "苦情")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "ファイルが空です"), (HEAD, "分類の行がありません"), (f"{HEAD}\n,,,,,,\n", "分類の行がありません"), ("一覧,コード\nkind,c", "名称"),
        (f"{HEAD},色\nkind,c,苦情,,,,,赤", "列「色」は使えません"), (f"{HEAD},コード\nkind,c,苦情,,,,,c", "重複"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_of_ours_is_refused(content: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        option_file.read("分類.csv", content.encode())


def test_a_former_code_makes_the_new_one_its_successor(world: World) -> None:
    options = [replace(one, former="8", code="9") if (one.listed, one.code) == ("subject", "8") else one
               for one in shipped.edition().options if one.parent != "8"]  # fmt: skip
    with acting(staff(world)) as act:
        number = desk.adopt(act, "新", date(2026, 4, 1), options)
    with db.reading() as connection:
        view = by(connection, staff(world))
        assert desk.edition(view, number).options == tuple(options)
        # The next file begins without former codes: they are of the edition before this one.
        assert {row[-1] for row in option_file.document(view).tables[0].rows} == {""}


@pytest.mark.parametrize("login", ["secretariat", "manager.h01", "admin"])
def test_nobody_else_takes_the_file(login: str, world: World) -> None:
    with db.reading() as connection, pytest.raises(Forbidden):
        option_file.document(by(connection, principal(world.people[login])))
