"""The house keeps its floors: who may import whom, who speaks SQL, and what stands at the door."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted([ROOT / "app.py", *(ROOT / "pages").glob("*.py"), *(ROOT / "checklist").rglob("*.py")])
TESTS = sorted((ROOT / "tests").rglob("*.py"))
EVERYTHING = [*SOURCES, *TESTS]

FLOORS = {
    "checklist": 0,
    "checklist.model": 0,
    "checklist.words": 0,
    "checklist.errors": 0,
    "checklist.rules": 1,
    "checklist.store": 2,
    "checklist.reports": 3,
    "checklist.web": 4,
    "checklist.ui": 4,
    "pages": 5,
    "app": 5,
    "checklist.__main__": 5,
}
"""Imports lead down, or stay within the same room."""

VISIBLE = {"README.md", "app.py", "checklist", "data", "pages", "requirements.txt", "tests"}

VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "service", "services", "misc", "base", "core"}

STREAMLIT_ROOMS = ("checklist.ui", "pages", "app")
SERVER_ROOMS = ("checklist.web", "checklist.ui", "pages", "app")

SQL = re.compile(
    r"^\s*(SELECT\s.+\sFROM\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|CREATE\s+(TABLE|INDEX|TRIGGER)\s"
    r"|PRAGMA\s|BEGIN\s+IMMEDIATE)",
    re.S,
)


def module_of(path: Path) -> str:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return name.removesuffix(".__init__")


def room_of(module: str) -> str:
    """The part of the house in which a module lives."""
    parts = module.split(".")
    for length in (2, 1):
        if ".".join(parts[:length]) in FLOORS:
            return ".".join(parts[:length])
    raise AssertionError(f"{module} lives nowhere in the house")


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports_of(path: Path) -> set[str]:
    """Every module that a file imports, wherever in the file it does so."""
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            assert node.module is not None
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


@pytest.mark.parametrize("path", SOURCES, ids=names(SOURCES))
def test_imports_point_down(path: Path) -> None:
    here = room_of(module_of(path))
    for imported in imports_of(path):
        if imported.split(".")[0] in ("checklist", "pages", "app"):
            there = room_of(imported)
            lowest = FLOORS[here] == FLOORS[there] == 0
            assert FLOORS[there] < FLOORS[here] or there == here or lowest, f"{here} imports {imported}"


@pytest.mark.parametrize("path", SOURCES, ids=names(SOURCES))
def test_streamlit_and_the_web_stay_in_their_rooms(path: Path) -> None:
    here = room_of(module_of(path))
    roots = {imported.split(".")[0] for imported in imports_of(path)}
    if here not in STREAMLIT_ROOMS and module_of(path) != "checklist.web.origin":
        assert "streamlit" not in roots
    if here not in SERVER_ROOMS:
        assert not roots & {"starlette", "uvicorn", "jinja2"} or here == "checklist.reports"
    if here not in ("checklist.store", "checklist.__main__"):
        assert "sqlite3" not in roots


def test_only_the_origin_of_streamlits_own_page_is_asked_by_the_web_floor() -> None:
    found = {imported for imported in imports_of(ROOT / "checklist/web/origin.py") if imported.startswith("streamlit")}
    assert found == {"streamlit"}


RULES = [path for path in SOURCES if room_of(module_of(path)) in ("checklist", "checklist.rules")]


@pytest.mark.parametrize("path", RULES, ids=names(RULES))
def test_rules_are_pure(path: Path) -> None:
    """No database, no clock, no files, no environment: everything is an argument."""
    roots = {imported.split(".")[0] for imported in imports_of(path)}
    assert not roots & {"os", "time", "pathlib", "random", "secrets", "sqlite_utils", "httpx2", "subprocess"}
    called = {node.attr for node in ast.walk(tree_of(path)) if isinstance(node, ast.Attribute)}
    assert not called & {"now", "today", "utcnow"}


def texts_of(tree: ast.Module) -> list[str]:
    """Every text of a file, the fixed parts of f-strings included, docstrings not."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]


ABOVE_THE_STORE = [path for path in SOURCES if room_of(module_of(path)) != "checklist.store"]


@pytest.mark.parametrize("path", ABOVE_THE_STORE, ids=names(ABOVE_THE_STORE))
def test_only_the_store_speaks_sql(path: Path) -> None:
    spoken = [text for text in texts_of(tree_of(path)) if SQL.match(text)]
    allowed = ["SELECT 1 FROM region"] if module_of(path) == "checklist.web.routes" else []
    assert [text for text in spoken if text not in allowed] == []


def test_the_sql_of_the_store_is_found_by_this_test() -> None:
    store = [path for path in SOURCES if room_of(module_of(path)) == "checklist.store"]
    assert sum(bool(SQL.match(text)) for path in store for text in texts_of(tree_of(path))) > 20


def tracked() -> list[str]:
    """The files that belong to the project: those in git, or everything where there is no git."""
    found = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    return found.stdout.split() or [str(path.relative_to(ROOT)) for path in ROOT.rglob("*")]


def test_at_the_door_stand_exactly_seven_things() -> None:
    found = {name.split("/")[0] for name in tracked() if not name.startswith(".")}
    assert found - {"__pycache__"} == VISIBLE


@pytest.mark.parametrize("path", EVERYTHING, ids=names(EVERYTHING))
def test_no_name_is_vague(path: Path) -> None:
    words = set(re.split(r"[/_.]", str(path.relative_to(ROOT))))
    assert not words & VAGUE
    assert not re.search(r"\d", path.stem.removeprefix("m0")) or path.parent.name == "migrations"


@pytest.mark.parametrize("path", EVERYTHING, ids=names(EVERYTHING))
def test_every_file_says_in_one_line_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if not text.strip():
        assert path.name == "__init__.py"
        return
    line = ast.get_docstring(tree_of(path), clean=False)
    assert line is not None
    assert line.split("\n")[0].strip()
    assert "from __future__ import annotations" in text or path.name == "__init__.py"


@pytest.mark.parametrize("path", SOURCES, ids=names(SOURCES))
def test_files_and_functions_stay_short(path: Path) -> None:
    tree, lines = tree_of(path), len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= (90 if path.parent.name == "pages" else 300)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno < 45, node.name


PAGES = sorted((ROOT / "pages").glob("*.py"))


@pytest.mark.parametrize("path", PAGES, ids=names(PAGES))
def test_every_page_guards_itself_before_anything_else(path: Path) -> None:
    """The first statement after the imports asks who is there."""
    body = [node for node in tree_of(path).body if not isinstance(node, ast.Import | ast.ImportFrom)]
    first = ast.unparse(body[1])
    assert re.fullmatch(rf"(\w+ = )?session\.guard\('{path.stem}'\)", first), first


def test_every_page_has_its_roles_and_every_role_table_its_page() -> None:
    from checklist.rules.access import PAGES as TABLE

    assert {path.stem for path in PAGES} == set(TABLE)


@pytest.mark.parametrize("path", TESTS, ids=names(TESTS))
def test_no_test_is_skipped_or_empty(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"pytest\.(mark\.)?(skip|xfail|importorskip)", text.replace(r"pytest\.(mark\.)?(skip|xf", ""))
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            last = node.body[-1]
            assert not isinstance(last, ast.Pass), node.name


def test_every_direct_dependency_is_pinned_exactly() -> None:
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").split():
        assert re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][0-9A-Za-z.]*", line), line


def test_the_tests_mirror_the_house() -> None:
    rooms = {path.name for path in (ROOT / "checklist").iterdir() if path.is_dir() and not path.name.startswith("_")}
    assert rooms <= {path.name for path in (ROOT / "tests").iterdir()}


def test_continuous_integration_runs_what_a_person_runs() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert script.splitlines()[-1].endswith("exec bash tests/run")
