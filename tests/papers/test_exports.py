"""Every file that can be taken away says what it said before; whoever changes one on purpose writes the list anew."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

import pytest
from starlette.routing import compile_path

from checklist.web import downloads
from tests import built_once
from tests.papers import exports_text
from tests.papers.exports_text import Taken

WANTED = "if these shall say something else: python -m tests.papers.exports_text"


def differences(found: str, written: str) -> list[str]:
    """The files that say something else, that are new and that are gone, by name."""
    now, before = _names(found), _names(written)
    changed = sorted(name for name in now.keys() & before.keys() if now[name] != before[name])
    return [
        *(f"changed: {name}" for name in changed),
        *(f"new: {name}" for name in sorted(now.keys() - before.keys())),
        *(f"gone: {name}" for name in sorted(before.keys() - now.keys())),
    ]


def _names(text: str) -> Mapping[str, str]:
    found = (line.partition("  ") for line in text.splitlines() if not line.startswith("#"))
    return {name: digest for digest, _, name in found}


WRITTEN = exports_text.PLACE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Taken]:
    """What the files of the invented region say, by name."""
    build = partial(built_once.invented, tmp_path_factory)
    with exports_text.region(tmp_path_factory.mktemp("exports"), build) as path:
        return exports_text.taken(path)


def test_every_file_says_what_is_written_down(made: dict[str, Taken]) -> None:
    assert [name for name, one in made.items() if not one.text] == []
    assert differences(exports_text.listing(made), WRITTEN) == [], WANTED


def test_what_changed_is_named() -> None:
    first, second = (
        exports_text.listing(
            {name: Taken(one, True) for name, one in {"a b.csv": text, "a c.csv": "1", **more}.items()}
        )
        for text, more in (("1", {"a old.pdf": "1"}), ("2", {"a new.pdf": "1"}))
    )
    assert differences(second, first) == ["changed: a b.csv", "new: a new.pdf", "gone: a old.pdf"]
    assert differences(first, first) == []


SAY_NOTHING = {
    "to be filled in": r"hospitals/template|forms/|empty=1|case_mapping|center/cases|survey.xlsx|hospital/paper",
    "a definition with its edition": r"sheets/|revisions/1/sheet",
    "the same for everybody who opens it": r"public=1|center/papers|poster|places.pdf|report.pdf|evidence/|visit-papers/",
    "the same of a day every time, with who made it": r"submission.zip|evidence-pack",
    "an entry of a calendar": r"day.ics",
    "what a hospital has stored": r"evidence-documents/",
}
"""What does not say when and by whom it was taken, and why."""


def test_every_file_says_when_it_was_taken_and_by_whom(made: dict[str, Taken]) -> None:
    left_out = re.compile("|".join(SAY_NOTHING.values()))
    silent = [
        name
        for name, one in made.items()
        if not (one.says_itself or left_out.search(name) or one.text.count("\n") == 1)
    ]
    assert silent == []


BY_A_JOB = {"/download/region/annual-reports.{kind}"}
"""Made beforehand by a process of its own, of papers that are in the list one by one."""


def test_every_way_to_a_file_is_in_the_list() -> None:
    paths = {f"/download/{name.partition(' ')[2].partition('?')[0]}" for name in _names(WRITTEN)}
    for route in (one for one in downloads.routes if one.path not in BY_A_JOB):
        pattern = compile_path(route.path)[0]
        assert any(pattern.match(path) for path in paths), route.path
