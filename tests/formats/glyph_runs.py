"""What the font of the papers can print as a script for the tablet: `python -m tests.formats.glyph_runs` writes it anew."""

from __future__ import annotations

import textwrap

from checklist.formats import glyphs
from checklist.store.db import ROOT

PATH = ROOT / "checklist" / "ui" / "answer_sheet" / "glyph_runs.js"
HEAD = """\
// Every character that the fonts of the papers have, as runs: how far it begins behind the end of the one before, and how
// far it goes on, both to the base 36. Written by `python -m tests.formats.glyph_runs`.

export const RUNS =
"""
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def base36(number: int) -> str:
    """A number in 36 digits, as parseInt(text, 36) reads it."""
    higher, last = divmod(number, 36)
    return (base36(higher) if higher else "") + DIGITS[last]


def runs() -> list[str]:
    """The runs in their order, such as 1k-2n."""
    found: list[list[int]] = []
    for one in sorted(glyphs.covered()):
        if found and found[-1][1] + 1 == one:
            found[-1][1] = one
        else:
            found.append([one, one])
    ends = [0, *(last for _, last in found)]
    return [
        base36(first - before) + (f"-{base36(last - first)}" if last > first else "")
        for before, (first, last) in zip(ends, found, strict=False)
    ]


def script() -> str:
    """The whole script."""
    lines = textwrap.wrap(" ".join(runs()), 120, break_on_hyphens=False)
    return HEAD + " +\n".join(f'  "{line} "' for line in lines) + ";\n"


if __name__ == "__main__":
    PATH.write_text(script(), encoding="utf-8")
