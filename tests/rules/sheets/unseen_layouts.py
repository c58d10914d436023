"""Check sheets drawn from the descriptions of the field and measured before the rules were widened for them; see `unseen_layouts.txt`.

A line is a row with | between its cells (⏎ within one), # names a layout, ## a sheet of it, and = says chapter and item.
"""

from __future__ import annotations

from pathlib import Path

from tests.rules.sheets.drawn_layouts import Drawn, Rows


def drawn() -> dict[str, Drawn]:
    """Every layout by its name."""
    text = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")
    return {part.split("\n", 1)[0]: _one(part.split("\n")[1:]) for part in text.removeprefix("# ").split("\n# ")}


def _one(lines: list[str]) -> Drawn:
    sheets: dict[str, Rows] = {}
    items = []
    for line in lines:
        if line.startswith("## "):
            rows = sheets.setdefault(line.removeprefix("## "), [])
        elif line.startswith("= "):
            chapter, _, text = line.removeprefix("= ").partition("|")
            items.append((chapter, text))
        else:
            rows.append([cell.replace("⏎", "\n") for cell in line.split("|")])
    return Drawn(sheets, tuple(items))
