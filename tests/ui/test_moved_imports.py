"""The files of the plan and of the centre: asked about, shown, and taken in only as they were shown, by whoever may."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from checklist.errors import Forbidden
from checklist.formats.file_questions import LEAVE
from checklist.imports import attendance_file, guideline_file, topic_file, travel_file
from checklist.store import db
from checklist.store.act import Act, View
from checklist.store.center import attendances, guidelines, topics
from checklist.store.plan import travel_times
from checklist.ui import table_form
from tests.center_trainings import hold
from tests.cycle import who
from tests.formats import odd_books
from tests.formats.odd_books import As
from tests.ui import screens
from tests.ui.screens import faults, open_page, press
from tests.ui.test_empty_region import shown
from tests.world import World, by

pytestmark = pytest.mark.usefixtures("read_here")
Lines = Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Way:
    """A file that is taken in on a page: who does it where, three rows of it, what is stored, and who else may not."""

    login: str
    page: str
    address: dict[str, str]
    button: str
    head: Sequence[str]
    rows: Lines
    bad: Sequence[Any]
    fault: str
    preview: str
    stored: Callable[[View], int]
    take: Callable[[Act, bytes], object]
    edition: bool = False


def _adopted(store: Any, read: Callable[[str, bytes], Any]) -> Callable[[Act, bytes], object]:
    return lambda act, data: store.adopt(act, "別の版", act.today, read("x.xlsx", data))


WAYS = {
    "travel": Way(
        "secretariat", "plan", {"part": "work"}, "移動時間を取り込む", ["病院1", "病院2", "移動時間（分）"],
        [["H01", "H02", 45], ["H01", "H03", "50分"], ["Ｈ０２", "Ｈ０３", "６０"]], ["H01", "H99", 3], "「H99」は登録されていません",
        "移動時間を取り込みます（2件のうち2件を変更）。", lambda view: len(travel_times.current(view)),
        lambda act, data: travel_file.take_in(act, travel_file.read("x.xlsx", data)),
    ),
    "attendance": Way(
        "center", "trainings", {"part": "attendance"}, "受講者数を取り込む", ["病院コード", "施設名", "職種", "人数"],
        [["H01", "", "看護師", 3], ["Ｈ０２", "", "薬剤師", "２名"], ["", "架空保健所", "保健師", 4]], ["H99", "", "看護師", 3],
        "「H99」の病院は登録されていません", "2行（7名）を読み込み、2行を登録します。",
        lambda view: len(attendances.of_training(view, 1)),
        lambda act, data: attendance_file.import_file(act, 1, attendance_file.read("x.xlsx", data)),
    ),
    "guideline": Way(
        "center", "activities", {}, "運営要領を取り込む", ["項目", "業務", "内容"],
        [["相談", "１", "住民の相談に応じる"], ["啓発", "⑦医療安全施策の普及・啓発", "架空の隠れた広報誌を配る"], ["連携", "", "会議を開く"]],
        ["相談", "99", "x"], "4行目 業務は1から11まで", "「架空の版」を2026", lambda view: len(guidelines.editions(view)),
        _adopted(guidelines, guideline_file.read), True,
    ),
    "topics": Way(
        "center", "learning", {"part": "editions"}, "テーマを取り込む", ["コード", "名称", "相談内容"],
        [["cost", "医療費", "6"], ["talk", "架空の隠れたテーマ", "1-1"], ["rest", "その他", "1-3"]], ["bad", "不明", ""], "4行目 点検表の章または相談内容",
        "「架空の版」を2026", lambda view: len(topics.editions(view)), _adopted(topics, topic_file.read), True,
    ),
}  # fmt: skip
OTHERS = ("manager.h01", "evaluator.h02", "admin")


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, world: World, monkeypatch: pytest.MonkeyPatch) -> Way:
    found = WAYS[request.param]
    if found.page == "trainings":
        hold(world)
    screens.sign_in(monkeypatch, world.people[found.login].id)
    return found


def read(way: Way, content: bytes) -> AppTest:
    """The page with a file that was chosen and read."""
    screen = open_page(way.page, **way.address)
    if way.edition:
        next(one for one in screen.text_input if one.label == "版の名称").set_value("架空の版").run()
    place = [one.label for one in screen.button].index(way.button)
    before = [one.label for one in screen.button][:place]
    # The plan has a file field of its own above.
    number = 1 if "計画案を取り込む" in before else 0
    screen.file_uploader[number].upload("表.xlsx", content).run()
    return press(screen, way.button)


def count(world: World, way: Way) -> int:
    with db.reading() as connection:
        return way.stored(by(connection, who(world, way.login)))


def test_it_is_asked_about_shown_and_taken_in(way: Way, world: World) -> None:
    before = count(world, way)
    first, hidden, last = way.rows
    struck = [As(one, struck=True) if one else one for one in way.bad]
    guide = [["記入要領"], ["水色のセルに記入してください"]]
    content = odd_books.xlsx({"記入要領": guide, "一覧": [way.head, first, hidden, last, struck]}, rows=[2])
    screen = read(way, content)
    assert not screen.exception
    for word, row in (("非表示の行", 3), ("取り消し線のある行", 5)):
        question = next(one for one in screen.selectbox if word in one.label)
        assert f"（{row}行目）" in question.label
        question.set_value(LEAVE).run()
    press(screen, way.button)
    assert not screen.exception
    told = shown(screen)
    assert way.preview in told
    assert "架空の隠れた" not in told
    assert count(world, way) == before
    press(screen, table_form.TAKE)
    assert not screen.exception
    assert way.preview.replace("ます", "ました") in shown(screen)
    assert count(world, way) == before + (1 if way.edition else 2)


def test_a_fault_is_told_and_going_back_changes_nothing(way: Way, world: World) -> None:
    before = count(world, way)
    screen = read(way, odd_books.xlsx({"一覧": [["架空の題名"], [], way.head, way.bad]}))
    assert way.fault in faults(screen) + shown(screen)
    assert table_form.TAKE not in [one.label for one in screen.button]
    for content in (b"PK\x03\x04 broken", b"", odd_books.xlsx({"一覧": [way.head]})):
        assert "。" in faults(read(way, content))
    screen = read(way, odd_books.xlsx({"一覧": [way.head, *way.rows]}))
    press(screen, table_form.LEAVE)
    assert not screen.exception
    assert count(world, way) == before


def test_what_was_shown_is_not_taken_in_once_something_else_stands_there(way: Way, world: World) -> None:
    content = odd_books.xlsx({"一覧": [way.head, *way.rows]})
    screen = read(way, content)
    with db.writing() as connection:
        way.take(by(connection, who(world, way.login)), odd_books.xlsx({"一覧": [way.head, *way.rows[:1]]}))
    between = count(world, way)
    press(screen, table_form.TAKE)
    assert table_form.MOVED in shown(screen)
    assert count(world, way) == between


def test_whoever_lost_the_right_meanwhile_takes_in_nothing(way: Way, world: World, monkeypatch: Any) -> None:
    before = count(world, way)
    content = odd_books.xlsx({"一覧": [way.head, *way.rows]})
    for login in OTHERS:
        with db.writing() as connection, pytest.raises(Forbidden):
            way.take(by(connection, who(world, login)), content)
    screen = read(way, content)
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    labels = [one.label for one in screen.button]
    assert table_form.TAKE in labels
    next(one for one in screen.button if one.label == table_form.TAKE).click().run()
    assert not screen.exception
    assert count(world, way) == before
