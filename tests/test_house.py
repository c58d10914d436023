"""The house keeps its floors: who may import whom, who speaks SQL, and what stands at the door."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Collection
from functools import cache
from importlib import metadata
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
    "checklist.formats": 3,
    "checklist.comparison": 4,
    "checklist.readings": 4,
    "checklist.imports": 4,
    "checklist.papers": 5,
    "checklist.jobs": 6,
    "checklist.web": 7,
    "checklist.ui": 7,
    "checklist.command": 7,
    "checklist.demo": 7,
    "pages": 8,
    "app": 8,
    "checklist.__main__": 8,
}
"""Imports lead down, or stay within the same room."""

WINGS = {
    "accounts", "region", "hospitals", "sheets", "visits", "assessments", "closing", "improvements", "records", "criteria",
    "evidence", "plan", "center", "notices", "backups", "practices",
}  # fmt: skip
"""What the product is about; a wing has the same name on every floor."""

BESIDE_WINGS = {
    "model": {"permission", "scales", "fields", "mappings"},
    "words": {"mappings", "chain", "scales", "days", "first_screen", "guards", "pages", "troubles"},
    "rules": {"access", "grants", "fields", "fiscal_year", "scoring", "disclosure", "uncertainty"},
    "store": {"act", "db", "clock", "collector", "database_file", "migrations", "files", "writer", "backup", "batch", "doctor", "rows",
              "chain", "chained", "contradictions", "drafts", "file_rights", "health", "kept_facts", "links", "mappings", "open_file", "outer", "secret_key", "start",
              "troubles"},
    "papers": {"list_document"},
    "ui": {"answer_sheet", "attachment_view", "axes", "charts", "colors", "comparison", "day_input", "first_field", "first_screen", "frame", "heat", "in_vain", "inputs", "labels", "list_view", "mapping_memory", "markup", "plain_text", "table_form",
           "series", "session", "shared_form", "shortcuts", "theme", "upload_form", "widgets"},
}  # fmt: skip
"""What stands on a floor beside its wings: what all of them use."""

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


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """Everything in the syntax tree of a file, the module itself first; many rules look at it."""
    return tuple(ast.walk(ast.parse(text_of(path), str(path))))


def module_node(path: Path) -> ast.Module:
    module = nodes_of(path)[0]
    assert isinstance(module, ast.Module)
    return module


@cache
def imports_of(path: Path) -> frozenset[str]:
    """Every module that a file imports, wherever in the file it does so."""
    found: set[str] = set()
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            assert node.module is not None
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(found)


def roots_of(path: Path) -> set[str]:
    """The packages from which a file imports."""
    return {imported.split(".")[0] for imported in imports_of(path)}


def points_down(here: str, imported: str) -> bool:
    if imported.split(".")[0] not in ("checklist", "pages", "app"):
        return True
    there = room_of(imported)
    return FLOORS[there] < FLOORS[here] or there == here or FLOORS[here] == FLOORS[there] == 0


def rooms_on(floor: str) -> set[str]:
    """The modules and folders of a floor that hold code."""
    inside = (ROOT / "checklist" / floor).iterdir()
    return {path.stem for path in inside if path.suffix == ".py" or (path / "__init__.py").exists()} - {"__init__"}


# The rules below name every file that breaks them, in one pass.


def test_imports_point_down() -> None:
    broken = [
        f"{path} imports {imported}"
        for path in SOURCES
        for imported in imports_of(path)
        if not points_down(room_of(module_of(path)), imported)
    ]
    assert broken == []


@pytest.mark.parametrize("floor", BESIDE_WINGS)
def test_a_floor_has_wings_and_what_all_of_them_use(floor: str) -> None:
    assert rooms_on(floor) - WINGS == BESIDE_WINGS[floor]


@pytest.mark.parametrize("floor", BESIDE_WINGS)
def test_the_tests_of_a_wing_stand_in_its_room(floor: str) -> None:
    """Whoever looks for the tests of a folder finds them in the folder of the same name."""
    folder = ROOT / "tests" / floor
    found = (
        {path.name for path in folder.iterdir() if path.is_dir() and not path.name.startswith("_")}
        if folder.exists()
        else set()
    )
    assert found <= rooms_on(floor)


def test_streamlit_and_the_web_stay_in_their_rooms() -> None:
    broken = []
    for path in SOURCES:
        here, roots = room_of(module_of(path)), roots_of(path)
        if here not in STREAMLIT_ROOMS and module_of(path) != "checklist.web.streamlit_side":
            broken += [f"{path} imports streamlit"] if "streamlit" in roots else []
        if here not in (*SERVER_ROOMS, "checklist.formats"):
            broken += [f"{path} imports {root}" for root in roots & {"starlette", "uvicorn", "jinja2"}]
        if here not in ("checklist.store", "checklist.__main__"):
            broken += [f"{path} imports sqlite3"] if "sqlite3" in roots else []
    assert broken == []


def test_no_screen_escapes_by_hand() -> None:
    """Screens put HTML together from pieces that escape by themselves: what is forgotten shows as text."""
    by_hand = [
        path for path in SOURCES if room_of(module_of(path)) in STREAMLIT_ROOMS and "html.escape" in imports_of(path)
    ]
    assert by_hand == []


def test_the_web_floor_knows_streamlit_in_one_place() -> None:
    side = imports_of(ROOT / "checklist/web/streamlit_side.py")
    found = {imported for imported in side if imported.startswith("streamlit")}
    messages = {f"streamlit.proto.{one}_pb2.{one}" for one in ("BackMsg", "ForwardMsg")}
    assert found == {"streamlit", "streamlit.runtime", *messages}


IMPURE = {"os", "time", "pathlib", "random", "secrets", "sqlite_utils", "httpx2", "subprocess"}


def test_rules_are_pure() -> None:
    """No database, no clock, no files, no environment: everything is an argument."""
    broken = []
    for path in SOURCES:
        if room_of(module_of(path)) in ("checklist", "checklist.rules"):
            called = {node.attr for node in nodes_of(path) if isinstance(node, ast.Attribute)}
            broken += [f"{path}: {name}" for name in roots_of(path) & IMPURE | called & {"now", "today", "utcnow"}]
    assert broken == []


def texts_of(path: Path) -> list[str]:
    """Every text of a file, the fixed parts of f-strings included, docstrings not."""
    docstrings = {
        id(node.body[0].value)
        for node in nodes_of(path)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in nodes_of(path)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]


def test_only_the_store_speaks_sql() -> None:
    spoken = {
        (module_of(path), text)
        for path in SOURCES
        if room_of(module_of(path)) != "checklist.store"
        for text in texts_of(path)
        if SQL.match(text)
    }
    assert spoken == set()


def test_the_sql_of_the_store_is_found_by_this_test() -> None:
    store = [path for path in SOURCES if room_of(module_of(path)) == "checklist.store"]
    assert sum(bool(SQL.match(text)) for path in store for text in texts_of(path)) > 20


def tracked() -> list[str]:
    """The files that belong to the project: those in git, or everything where there is no git."""
    found = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    return found.stdout.split() or [str(path.relative_to(ROOT)) for path in ROOT.rglob("*")]


def test_at_the_door_stand_exactly_seven_things() -> None:
    found = {name.split("/")[0] for name in tracked() if not name.startswith(".")}
    assert found - {"__pycache__"} == VISIBLE


def test_no_name_is_vague() -> None:
    names = [path.relative_to(ROOT) for path in EVERYTHING]
    vague = [name for name in names if set(re.split(r"[/_.]", str(name))) & VAGUE]
    numbered = [
        name for name in names if re.search(r"\d", name.stem.removeprefix("m0")) and name.parent.name != "migrations"
    ]
    assert vague == numbered == []


def test_every_file_says_in_one_line_what_it_is() -> None:
    silent = []
    for path in EVERYTHING:
        first = (ast.get_docstring(module_node(path), clean=False) or "").split("\n")[0].strip()
        annotated = "from __future__ import annotations" in text_of(path) or path.name == "__init__.py"
        empty_package = path.name == "__init__.py" and not text_of(path).strip()
        silent += [path] if not (empty_package or (first and annotated)) else []
    assert silent == []


def test_files_and_functions_stay_short() -> None:
    long = []
    for path in SOURCES:
        lines = len(text_of(path).splitlines())
        long += [f"{path}: {lines} lines"] if lines > (90 if path.parent.name == "pages" else 300) else []
        for node in nodes_of(path):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno is not None
                long += [f"{path}: {node.name}"] if node.end_lineno - node.lineno >= 45 else []
    assert long == []


PAGES = sorted((ROOT / "pages").glob("*.py"))


def test_every_page_guards_itself_before_anything_else() -> None:
    """The first statement after the imports asks who is there."""
    assert PAGES
    for path in PAGES:
        body = [node for node in module_node(path).body if not isinstance(node, ast.Import | ast.ImportFrom)]
        first = ast.unparse(body[1])
        assert re.fullmatch(rf"(\w+ = )?session\.guard\('{path.stem}'\)", first), (path, first)


def test_every_page_is_announced_and_has_its_roles() -> None:
    from checklist.rules import grants
    from checklist.words import pages

    assert {path.stem for path in PAGES} == set(pages.PAGES) == set(grants.PAGES)


def test_no_test_is_skipped_or_empty() -> None:
    broken = []
    for path in TESTS:
        text = text_of(path).replace(r"pytest\.(mark\.)?(skip|xf", "")
        broken += [f"{path} skips"] if re.search(r"pytest\.(mark\.)?(skip|xfail|importorskip)", text) else []
        for node in nodes_of(path):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                broken += [f"{path}: {node.name} is empty"] if isinstance(node.body[-1], ast.Pass) else []
    assert broken == []


def normal(name: str) -> str:
    """A distribution's name as every spelling of it compares."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins_of(name: str) -> dict[str, str]:
    """Distribution -> version in a list of requirements, each pinned exactly."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    pins = [line.split("==") for line in lines if line != "-r ../requirements.txt"]
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][0-9A-Za-z.]*", "==".join(pin)) for pin in pins), pins
    return {normal(distribution): version for distribution, version in pins}


def unpinned(paths: list[Path], pins: Collection[str]) -> set[str]:
    """The packages of others that these files import and no list pins by name."""
    provided = metadata.packages_distributions()
    foreign = {root for path in paths for root in roots_of(path)} - sys.stdlib_module_names - OWN
    return {root for root in foreign if not {normal(one) for one in provided.get(root, [root])} & set(pins)}


OWN = {"app", "checklist", "pages", "tests"}


def test_whatever_the_product_imports_is_pinned_for_every_hospital() -> None:
    assert unpinned(SOURCES, pins_of("requirements.txt")) == set()


def test_whatever_the_tests_import_is_pinned_for_developers() -> None:
    pins = pins_of("requirements.txt") | pins_of("tests/requirements.txt") | pins_of("tests/requirements-alone.txt")
    assert unpinned(TESTS, pins) == set()
    assert (ROOT / "tests/requirements.txt").read_text(encoding="utf-8").startswith("-r ../requirements.txt\n")


def test_a_hospital_installs_no_tool_of_developers() -> None:
    tools = {"ruff", "mypy", "playwright", "hypothesis", "pytest-xdist", "pandas-stubs", "axe-playwright-python"}
    assert tools <= set(pins_of("tests/requirements.txt"))
    assert not pins_of("requirements.txt").keys() & pins_of("tests/requirements.txt").keys()


def test_what_is_pinned_is_what_is_tested() -> None:
    pins = pins_of("requirements.txt") | pins_of("tests/requirements.txt") | pins_of("tests/requirements-alone.txt")
    installed = {normal(one.metadata["Name"]): one.version for one in metadata.distributions()}
    assert pins_of("requirements.txt").keys() <= installed.keys()
    assert {name: installed[name] for name in pins.keys() & installed} == {
        name: version for name, version in pins.items() if name in installed
    }


WITHOUT_TOOLS = """
import sys
from importlib import util
import pytest
find = util.find_spec
util.find_spec = lambda name, *more: None if name in ("hypothesis", "playwright") else find(name, *more)
sys.exit(pytest.main(["--collect-only", "-q", "-p", "no:cacheprovider", "tests/rules/closing"]))
"""


def test_pytest_runs_with_what_a_hospital_installs_and_names_what_it_leaves_out() -> None:
    command = [sys.executable, "-c", WITHOUT_TOOLS]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "tests/rules/closing/test_erasure.py::" in found.stdout
    assert "test_concordance.py::" not in found.stdout
    told = "Not run: tests/rules/closing/test_concordance.py. For these, pip install -r tests/requirements.txt."
    assert told in found.stdout.splitlines()


def test_the_tests_mirror_the_house() -> None:
    rooms = {path.name for path in (ROOT / "checklist").iterdir() if path.is_dir() and not path.name.startswith("_")}
    assert rooms - {"model", "words"} <= {path.name for path in (ROOT / "tests").iterdir()}


def test_continuous_integration_runs_what_a_person_runs() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert script.splitlines()[-1].endswith("exec bash tests/run")
