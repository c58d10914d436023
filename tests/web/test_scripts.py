"""The scripts as a graph: no circle, no import that leads nowhere, nothing shipped that no page asks for."""

from __future__ import annotations

import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from checklist.web import visit_page
from checklist.web.assets import ASSETS

ROOT = Path(__file__).resolve().parents[2] / "checklist"
SCRIPTS = {path.name: path.read_text(encoding="utf-8") for path in ASSETS.files() if path.suffix == ".js"}
IMPORT = re.compile(r'\b(?:from|import)\s*\(?\s*"([^"]+)"')
ENTRY = re.compile(r'src="/assets/(\w+\.js)"|\baddress\("(\w+\.js)"\)|register\("/(\w+\.js)"')
"""A page loads a script by its tag, Streamlit's component by its address, and a worker is registered."""

Graph = dict[str, set[str]]


def graph_of(scripts: dict[str, str]) -> Graph:
    """Script -> what it imports, as the browser resolves it: all files lie in one place, /assets/."""
    return {
        name: {re.sub(r"^(\./|/assets/)", "", one) for one in IMPORT.findall(text)} for name, text in scripts.items()
    }


def entries() -> set[str]:
    """The scripts that a page, the component or a registration names."""
    sources = [*ROOT.rglob("*.py"), *(ROOT / "web" / "templates").glob("*.html")]
    texts = [path.read_text(encoding="utf-8") for path in sources] + list(SCRIPTS.values())
    return {name for text in texts for found in ENTRY.findall(text) for name in found if name}


def reachable(graph: Graph, first: set[str]) -> set[str]:
    found, waiting = set[str](), list(first)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += graph[name]
    return found


def test_no_scripts_import_each_other_in_a_circle() -> None:
    assert len(tuple(TopologicalSorter(graph_of(SCRIPTS)).static_order())) == len(SCRIPTS)


def test_a_circle_would_be_found() -> None:
    told = {
        "a.js": 'import { b } from "./b.js";',
        "b.js": 'export * from "/assets/c.js";',
        "c.js": 'await import("./a.js");',
    }
    with pytest.raises(CycleError):
        TopologicalSorter(graph_of(told)).prepare()


def test_every_import_leads_to_a_shipped_script() -> None:
    lost = {(name, one) for name, found in graph_of(SCRIPTS).items() for one in found - set(SCRIPTS)}
    assert lost == set()


def test_no_script_imports_what_only_the_running_page_knows() -> None:
    assert [name for name, text in SCRIPTS.items() if re.search(r'\bimport\s*\(\s*[^"\s]', text)] == []


def test_every_shipped_script_is_asked_for_by_a_page() -> None:
    assert {"visit_page.js", "logout.js", "answer_sheet.js", "sw.js"} <= entries()
    assert reachable(graph_of(SCRIPTS), entries()) == set(SCRIPTS)


def test_every_shipped_style_and_icon_is_named_by_a_page_a_script_or_the_manifest() -> None:
    sources = [*(ROOT / "web" / "templates").glob("*.html"), *ASSETS.files()]
    named = "".join(path.read_text(encoding="utf-8") for path in sources if path.suffix not in (".png", ".css"))
    others = [path.name for path in ASSETS.files() if path.suffix != ".js"]
    assert len(others) > 4
    assert [name for name in others if not re.search(rf'"(/assets/)?{re.escape(name)}"', named)] == []


def test_the_pages_of_a_visit_keep_the_scripts_they_run_and_no_others() -> None:
    kept = {path.name for path in visit_page.files() if path.suffix == ".js"}
    assert kept == reachable(graph_of(SCRIPTS), {"visit_page.js", "meeting_page.js"})


def test_every_name_that_is_imported_is_exported() -> None:
    for name, text in SCRIPTS.items():
        for names, source in re.findall(r'import \{([^}]+)\} from "(?:\./|/assets/)([^"]+)"', text):
            for one in (part.split(" as ")[0].strip() for part in names.split(",")):
                assert re.search(rf"export (async )?(function|class|const) {one}\b", SCRIPTS[source]), (
                    name,
                    one,
                    source,
                )


def test_every_name_that_is_imported_is_used() -> None:
    for name, text in SCRIPTS.items():
        for names in re.findall(r"import \{([^}]+)\} from", text):
            for one in (part.split(" as ")[-1].strip() for part in names.split(",")):
                assert len(re.findall(rf"\b{one}\b", text)) > 1, (name, one)
