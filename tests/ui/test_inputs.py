"""The inputs of forms: made in one place, so that every one of them looks and stops the same way."""

from __future__ import annotations

import re

import pytest
from streamlit.proto.SelectWidgetFilterMode_pb2 import FILTER_MODE_CONTAINS
from streamlit.testing.v1 import AppTest

from checklist.store import db
from checklist.store.visits import late_answers
from checklist.ui import inputs

SETTINGS = re.compile(
    r'\b(?:placeholder|filter_mode|select_all|max_chars)=|autocomplete="off"|\.(?:selectbox|multiselect)\('
)
MAKERS = {"inputs.py", "widgets.py", "case_fields.py"}
"""The last one makes the inputs of a call, in each of which letters narrow the list so that no mouse is needed."""


def test_the_settings_of_inputs_are_written_where_inputs_are_made() -> None:
    paths = [*db.ROOT.glob("checklist/ui/**/*.py"), *db.ROOT.glob("pages/*.py")]
    found = {path.name for path in paths if SETTINGS.search(path.read_text(encoding="utf-8"))}
    assert found == MAKERS


def test_a_reason_stops_where_its_table_does() -> None:
    assert inputs.REASON_LIMIT == late_answers.REASON_LIMIT


def _lists_script() -> None:
    import streamlit as st

    from checklist.ui import inputs

    options = {7: "七", 8: "八", 9: "九"}
    st.write(str(inputs.choice("先頭", options, None, "first")))
    st.write(str(inputs.choice("途中", options, 9, "given")))
    st.write(str(inputs.choice_or_none("未選択", options, None, "none")))
    st.write(str(inputs.choice_or_none("消えた選択", options, 5, "gone")))
    st.write(str(inputs.one_of("並び", options, 8, "beside")))
    st.write(str(inputs.several("複数", options, [9, 7], "several")))
    st.write(str(inputs.several("なし", {}, [], "nothing", disabled=True)))


def test_lists_start_with_what_is_given_and_show_words() -> None:
    screen = AppTest.from_function(_lists_script).run()
    assert [one.value for one in screen.markdown] == ["7", "9", "None", "None", "8", "[9, 7]", "[]"]
    assert screen.selectbox(key="first").options == screen.multiselect(key="several").options == ["七", "八", "九"]
    assert screen.multiselect(key="nothing").disabled


def _long_script() -> None:
    from checklist.ui import inputs, widgets

    for name, size in (("short", widgets.LONG), ("long", widgets.LONG + 1)):
        options = {number: f"架空第{number}病院" for number in range(size)}
        inputs.choice("先頭", options, None, f"{name}-first")
        inputs.choice_or_none("未選択", options, None, f"{name}-none")
        inputs.several("複数", options, [], f"{name}-several")


def test_letters_typed_narrow_a_long_list_and_a_short_one_takes_none() -> None:
    """Of 60 hospitals nobody finds one by scrolling; in a list that ignored its letters they looked like a value."""
    screen = AppTest.from_function(_long_script).run()
    for one in (*screen.selectbox, *screen.multiselect):
        assert (one.proto.filter_mode == FILTER_MODE_CONTAINS) == str(one.key).startswith("long"), one.key


@pytest.mark.parametrize(
    ("typed", "value", "told"),
    [
        ("", "(None, '')", []),
        ("　", "(None, '')", []),
        ("2026-13-01", None, ["「2026-13-01」は日付として読み取れません。2026/04/01のように入力してください。"]),
        ("*昨日*", None, ["「*昨日*」は日付として読み取れません。2026/04/01のように入力してください。"]),
        ("２０２６年４月１日", "(datetime.date(2026, 4, 1), '')", []),
    ],
)
def test_a_day_is_read_as_typed_or_its_fault_is_told(typed: str, value: str | None, told: list[str]) -> None:
    def script() -> None:
        import streamlit as st

        from checklist.ui import inputs

        st.text(str(inputs.day("訪問日", None, "day")))

    screen = AppTest.from_function(script).run()
    screen.text_input(key="day").set_value(typed).run()
    assert not screen.exception
    assert value is None or screen.text[0].value == value
    faults = [one.value.removeprefix(":red[").removesuffix("]").replace("\\", "") for one in screen.caption]
    assert [one for one in faults if "読み取れません" in one] == told


def test_a_day_that_has_been_needs_no_year_and_the_one_that_was_meant_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a document, a report or an agreement is dated; a visit that may be ahead is asked for its year."""
    monkeypatch.setenv("CHECKLIST_TODAY", "2026-11-22")

    def script() -> None:
        import streamlit as st

        from checklist.ui import inputs, session

        found = [inputs.day("手交日", None, "past", past=True), inputs.day("訪問日", None, "any")]
        st.text(str([one and one.isoformat() for one, _ in found]))
        st.text("".join(st.session_state[session._BESIDE].values()))

    screen = AppTest.from_function(script).run()
    for typed, day, told in (
        ("11/20", "2026-11-20", "「11/20」は2026年11月20日（金）としました。"),
        ("12月３日", "2025-12-03", "「12月３日」は2025年12月3日（水）としました。"),
        ("2026/8/25", "2026-08-25", ""),
        ("8/32", None, ""),
    ):
        screen.text_input(key="past").set_value(typed).run()
        assert [one.value for one in screen.text] == [str([day, None]), told], typed
    screen.text_input(key="any").set_value("11/20").run()
    assert "「11/20」は日付として読み取れません" in screen.caption[-1].value
