"""What the sheet in the browser must not decide for itself: its colours, and what a value asks for."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from checklist.model.scales import Hue, known_value
from checklist.ui import answer_sheet
from checklist.ui.colors import HUES

FOLDER = Path(answer_sheet.__file__).parent


def luminance(color: str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_sheet_uses_the_one_scale_of_rating_colours() -> None:
    style = (FOLDER / "answer_sheet.css").read_text(encoding="utf-8")
    names = "|".join(Hue)
    assert dict(re.findall(rf"--({names}): (#[0-9a-f]{{6}})", style)) == HUES
    painted = re.findall(r'\[data-hue="(\w+)"\] { --rate: var\(--(\w+)\); }', style)
    assert painted == [(hue, hue) for hue in Hue]


def test_sheets_that_an_older_page_kept_are_read_as_the_definition_says() -> None:
    """Their values came without what they ask for; no scale was added since, so none needs to be added here."""
    script = (FOLDER / "scale.js").read_text(encoding="utf-8")
    older = json.loads(script.split("const OLDER = ")[1].split(";")[0])
    assert list(older) == ["S", "A", "B", "C", "YES", "NO", "NA", "UNVERIFIED"]
    for code, told in older.items():
        value = known_value(code)
        assert value is not None
        assert told == {"needs_comment": value.needs_comment, "hue": value.hue}, code


@pytest.mark.parametrize("hue", Hue)
def test_white_letters_are_readable_on_every_rating_colour(hue: Hue) -> None:
    assert 1.05 / (luminance(HUES[hue]) + 0.05) >= 4.5


def test_no_text_of_people_is_ever_read_as_markup() -> None:
    scripts = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.js")}
    assert "answer_sheet.js" in scripts
    for name, script in scripts.items():
        found = re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|document\.write", script)
        assert found == [], name


def test_every_module_is_short_enough_to_be_read_at_once() -> None:
    for path in FOLDER.glob("*.js"):
        assert len(path.read_text(encoding="utf-8").splitlines()) < 300, path.name
