"""The colours of the sheet, which live in a style sheet of their own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checklist.model.scales import SCALES
from checklist.ui import answer_sheet
from checklist.ui.colors import RATING_COLORS

FOLDER = Path(answer_sheet.__file__).parent


def luminance(color: str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_sheet_uses_the_one_scale_of_rating_colours() -> None:
    style = (FOLDER / "answer_sheet.css").read_text(encoding="utf-8")
    assert dict(re.findall(r"--rate-([A-Z]+): (#[0-9a-f]{6})", style)) == RATING_COLORS


@pytest.mark.parametrize("value", sorted({value for scale in SCALES.values() for value in scale}))
def test_white_letters_are_readable_on_every_rating_colour(value: str) -> None:
    assert 1.05 / (luminance(RATING_COLORS[value]) + 0.05) >= 4.5


def test_no_text_of_people_is_ever_read_as_markup() -> None:
    scripts = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.js")}
    assert "answer_sheet.js" in scripts
    for name, script in scripts.items():
        found = re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|document\.write", script)
        assert found == [], name


def test_every_module_is_short_enough_to_be_read_at_once() -> None:
    for path in FOLDER.glob("*.js"):
        assert len(path.read_text(encoding="utf-8").splitlines()) < 300, path.name
