"""Inputs and messages that several pages share."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from checklist.rules.scoring import DEFINITION
from checklist.store import db, region
from checklist.ui import session, widgets
from tests.ui.screens import text


def _day_script() -> None:
    from checklist.ui import inputs

    inputs.day("訪問日", None, "day")


def test_a_typed_day_is_shown_back_in_words_or_refused_in_words() -> None:
    screen = AppTest.from_function(_day_script).run()
    screen.text_input(key="day").set_value("R8.11.25").run()
    assert [found.value for found in screen.caption] == ["2026年11月25日（水）"]
    screen.text_input(key="day").set_value("そのうち").run()
    assert "日付として読み取れません" in screen.caption[0].value


def _choice_script() -> None:
    from checklist.ui import widgets

    widgets.fiscal_year("年度", [2026, 2025, 2024], "year", 2025)


@pytest.mark.parametrize(("address", "chosen"), [(None, 2025), ("2024", 2024), ("x", 2025), ("1999", 2025)])
def test_a_choice_comes_from_the_address_and_goes_back_to_it(address: str | None, chosen: int) -> None:
    screen = AppTest.from_function(_choice_script)
    if address:
        screen.query_params["year"] = address
    screen.run()
    assert screen.selectbox[0].value == chosen
    screen.selectbox[0].set_value(2024).run()
    assert screen.query_params["year"] == "2024"


def _refused_script() -> None:
    import streamlit as st

    from checklist.errors import Fault, Refused
    from checklist.store.act import Act
    from checklist.ui import widgets
    from tests.world import operator

    st.text_input("氏名", key="name")

    def action(act: Act) -> None:
        act.db.execute("INSERT INTO region (id, name, created_at) VALUES (1, '途中', '2026-01-01')")
        raise Refused([Fault("氏名", "*入力*してください。"), Fault("", "[罠](http://example.com)&lt;")])

    if st.button("保存"):
        widgets.save(operator(), action, "保存しました。")


def test_every_fault_is_a_sentence_none_is_markdown_and_nothing_stays(empty_db: Path) -> None:
    screen = AppTest.from_function(_refused_script).run()
    screen.text_input(key="name").set_value("架空")
    screen.button[0].click().run()
    assert "氏名：\\*入力\\*してください。" in screen.error[0].value
    assert "\\[罠\\]" in screen.error[0].value
    assert "\\&lt;" in screen.error[0].value
    assert not screen.success
    assert screen.text_input(key="name").value == "架空"
    with db.reading() as connection:
        assert region.find(connection) is None


def _saved_script() -> None:
    import streamlit as st

    from checklist.model.region import Region
    from checklist.store import region
    from checklist.ui import session, widgets
    from tests.world import operator

    form = f"name-{session.round_of('form')}"
    name = st.text_input("名称", key=form)
    changed = Region(name, 4, 5, blind_mode=False, fictional=False)
    if st.button("保存"):
        widgets.save(operator(), lambda act: region.save(act, changed), "[保存](しました)", "form")
    widgets.saved()


def test_what_is_saved_is_told_and_the_form_starts_anew(empty_db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = AppTest.from_function(_saved_script).run()
    screen.text_input[0].set_value("架空地域").run()
    screen.button[0].click().run()
    assert [one.value for one in screen.success] == ["\\[保存\\]\\(しました\\)"]
    assert screen.text_input[0].value == ""
    with db.reading() as connection:
        assert region.load(connection).name == "架空地域"
    monkeypatch.setattr(session, "READ_WITHIN", 0.0)
    assert not screen.run().success


def test_a_hyphen_is_left_alone_unless_it_begins_a_line() -> None:
    assert widgets.plain("mini-2の1-01\n- 一つ\n---") == "mini-2の1-01\n\\- 一つ\n\\---"


def _pieces_script() -> None:
    from checklist.readings.agenda import Task
    from checklist.ui import widgets

    widgets.definition()
    widgets.empty("訪問はありません", "登録してください。", "訪問へ", "/visits")
    late = Task("<b>題</b>（シート 第12版）", "内容", "/answer?assessment=1", "開く", "late")
    widgets.tasks([late, late])
    widgets.downloads("/download/comparison", "?first=2025&last=2026")


def test_definition_empty_state_tasks_and_downloads_are_on_the_screen() -> None:
    screen = AppTest.from_function(_pieces_script).run()
    assert not screen.exception
    shown = text(screen)
    assert DEFINITION in shown
    drawn = "".join(one.proto.body for one in screen.get("html"))
    assert drawn.count('&lt;b&gt;題&lt;/b&gt;（シート <span class="unbroken">第12版</span>）') == 2
    # Of several tasks the first one stands out, beside the button of the empty state.
    assert (shown.count('class="primary"'), shown.count('class="button" href="/answer?')) == (2, 1)
    for href in ("/visits", "/answer?assessment=1", "/download/comparison.xlsx?first=2025&amp;last=2026"):
        assert f'href="{href}"' in shown


def _number_script() -> None:
    import streamlit as st

    from checklist.ui import widgets

    st.write(str(widgets.number_in_address("visit")))


@pytest.mark.parametrize(
    ("address", "number"), [("7", "7"), ("x", "None"), ("", "None"), ("٣", "None"), ("9" * 30, "None")]
)
def test_only_a_plain_number_in_the_address_is_an_id(address: str, number: str) -> None:
    screen = AppTest.from_function(_number_script)
    screen.query_params["visit"] = address
    assert screen.run().markdown[0].value == number
