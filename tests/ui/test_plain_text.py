"""No text of a user is read as Markdown: what is handed to Streamlit as such is written here, or made plain on the way."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from checklist.store.db import ROOT
from checklist.ui import markup
from checklist.ui.widgets import plain

# Every element of Streamlit whose first argument is read as Markdown.
READ = {
    *("button", "caption", "checkbox", "error", "expander", "file_uploader", "form_submit_button", "header", "info"),
    *(
        "link_button",
        "markdown",
        "metric",
        "multiselect",
        "number_input",
        "pills",
        "popover",
        "radio",
        "segmented_control",
    ),
    *("selectbox", "spinner", "subheader", "success", "tabs", "text_area", "text_input", "title", "toast", "toggle"),
    *(
        "warning",
        "write",
        "status",
        "download_button",
        "page_link",
        "select_slider",
        "slider",
        "date_input",
        "feedback",
    ),
}
SHOWN_AS_MARKDOWN = {"radio", "pills", "segmented_control"}
"""Elements whose options are read as Markdown, too; those of lists are not."""
SOURCES = sorted([*(ROOT / "pages").glob("*.py"), *(ROOT / "checklist" / "ui").rglob("*.py"), ROOT / "app.py"])


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call of such an element, whatever it is drawn into: a column calls as Streamlit itself does."""
    taken = [name.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for name in node.names]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in READ:
            owner = node.func.value
            if not (isinstance(owner, ast.Name) and owner.id in taken):
                yield node.func.attr, node


def made_plain(tree: ast.AST) -> set[str]:
    """Variables that hold nothing but texts that were made plain, or stand in the source."""
    found: dict[str, list[bool]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, []).append(written(node.value))
    return {name for name, known in found.items() if all(known)}


def written(node: ast.expr, plain: Collection[str] = ()) -> bool:
    """Whether a text stands in the source, word for word, or was made plain."""
    match node:
        case ast.Constant():
            return True
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in ("plain", "len"):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Constant(), attr="join"), args=[ast.GeneratorExp(elt=one)]):
            return written(one, plain)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.isupper() or name in plain
        case ast.Subscript(value=value):
            return written(value, plain)
        case ast.IfExp(body=one, orelse=other):
            return written(one, plain) and written(other, plain)
        case ast.JoinedStr(values=values):
            return all(written(value, plain) for value in values)
        case ast.FormattedValue(value=value):
            return written(value, plain)
        case ast.BinOp(left=one, right=other):
            return written(one, plain) and written(other, plain)
    return False


def shows_plainly(call: ast.Call) -> bool:
    """Whether the options are words of ours or made plain."""
    given = [one.value for one in call.keywords if one.arg == "format_func"] + call.args[3:4]
    told = ast.unparse(given[0]) if given else ""
    return "plain(" in told or told.startswith("words.") or told.split(".")[0].isupper()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_what_is_read_as_markdown_is_written_here_or_made_plain(path: Path) -> None:
    tree = ast.parse(path.read_text())
    wrong, known = [], made_plain(tree)
    for name, call in calls(tree):
        label = (
            call.args[0]
            if call.args
            else next((one.value for one in call.keywords if one.arg in ("label", "body")), None)
        )
        if label is not None and not written(label, known):
            wrong.append(f"{path.name}:{call.lineno} {name}({ast.unparse(label)})")
        if name in SHOWN_AS_MARKDOWN and not shows_plainly(call):
            wrong.append(f"{path.name}:{call.lineno} {name}: options")
        wrong += [
            f"{path.name}:{call.lineno} help"
            for one in call.keywords
            if one.arg == "help" and not written(one.value, known)
        ]
    assert not wrong


@pytest.mark.parametrize(
    "source", ["st.warning(found.text)", "left.expander(f'{name}')", "st.radio('x', y, format_func=z)"]
)
def test_a_text_that_is_handed_over_as_it_is_is_found(source: str) -> None:
    name, call = next(calls(ast.parse(source)))
    assert not written(call.args[0]) or (name in SHOWN_AS_MARKDOWN and not shows_plainly(call))


@pytest.mark.parametrize(
    "text",
    ["http://evil.example", "WWW.evil.example", "a@evil.example", ":material/home:", ":streamlit:", "a -> b", "a -- b"],
)
def test_what_streamlit_looks_for_in_finished_text_is_parted(text: str) -> None:
    # It looks when the backslashes are gone: so the mark that nobody sees has to stand in the text itself.
    found = plain(text).replace("\\", "")
    assert found != text
    assert found.replace("\u2060", "") == text


def test_blanks_at_the_start_of_a_line_make_no_code_and_equals_below_a_line_no_heading() -> None:
    assert plain("見出し\n===\n    四字") == "見出し\n\\=\\=\\=\n\u00a0\u00a0\u00a0\u00a0四字"


def test_headings_of_parts_keep_classes_whole() -> None:
    def page() -> None:
        from checklist.ui import widgets

        widgets.section("加算1と加算は", names=[])
        widgets.section("加算1は架空病院", names=["架空病院"])
        widgets.subsection("加算2")

    app = AppTest.from_function(page).run()
    assert [one.value for one in (*app.header, *app.subheader)] == ["加算\u20601と加算は", "加算\u20602"]
    assert [one.proto.body for one in app.get("html")] == [
        f"<h2>{markup.unbroken('加算1は架空病院', ['架空病院'])}</h2>"
    ]
