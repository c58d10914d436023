"""README tells the truth: every command and page that it names exists, and the reverse."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from checklist.command import command_line
from checklist.model.scales import ABCX
from checklist.rules import scoring
from checklist.words.pages import PAGES

ROOT = Path(__file__).resolve().parents[1]
SET_UP = (
    "python3 -m venv .venv && .venv/bin/pip install -r requirements.txt && .venv/bin/python -m checklist demo",
    "bash tests/run",
)


def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def commands(parser: argparse.ArgumentParser, before: str = "") -> Iterator[str]:
    """Every command of the command line, the groups themselves left out."""
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not groups:
        yield before.strip()
    for group in groups:
        for name, below in group.choices.items():
            yield from commands(below, f"{before} {name}")


def test_every_command_is_in_readme() -> None:
    text = readme()
    for command in commands(command_line.grammar()):
        assert re.search(rf"\b{command}\b", text), command


def test_every_command_in_readme_exists() -> None:
    known = set(commands(command_line.grammar()))
    named = re.findall(r"-m checklist ([a-z]+)(?: ([a-z]+)\b)?", readme())
    assert named
    for first, second in named:
        assert first in known or f"{first} {second}" in known, (first, second)


def test_every_page_is_in_readme() -> None:
    text = readme()
    for page in PAGES.values():
        assert page.title in text, page.title


def test_the_two_commands_that_set_everything_up_are_in_readme() -> None:
    for command in SET_UP:
        assert command in readme()


def test_readme_defines_the_score_as_the_screens_do() -> None:
    assert scoring.formula(ABCX) in readme()


def test_every_file_that_readme_points_to_exists() -> None:
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)\s]+)\)|<img[^>]+src=\"([^\"]+)\"", readme())
    for target in (first or second for first, second in targets):
        assert (ROOT / target.split("#")[0]).exists(), target


def test_readme_begins_in_english_and_goes_on_in_japanese() -> None:
    before, _, after = readme().partition("\n## ")
    assert re.search(r"[A-Za-z]{4,}( [a-z]+){4,}", before)
    assert len(re.findall(r"[ぁ-ん]", after)) > 200
