"""The picture of both sides of a visit by chapter, as light as its page."""

from __future__ import annotations

from checklist.comparison.visit_comparison import SheetComparison
from checklist.formats import pairs_picture
from checklist.formats.pairs_picture import WIDE, Frame, Pair
from checklist.rules.scoring import Score


def svg(sheet: SheetComparison, on_screen: bool = False, frame: Frame = WIDE) -> str:
    """Self against visitor as SVG. A chart library weighs 1.1 MB, which a visit's page need not make a tablet fetch."""
    pairs = [Pair(one.chapter_name, _percent(one.self_score), _percent(one.visitor_score)) for one in sheet.chapters]
    return pairs_picture.svg(pairs, (sheet.self_side.name, sheet.visitor_side.name), on_screen, frame)


def _percent(score: Score | None) -> float | None:
    return score.percent if score else None
