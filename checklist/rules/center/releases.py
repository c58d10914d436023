"""Which periods may be told to everybody: each once, over, and none that overlaps another, whose difference would tell what is hidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from checklist.rules.center.periods import Span

OVERLAP = "公表用に作成済みの「{}」と期間が重なります。差し引きから少ない件数が分かるため、公表用は作成できません。"
OTHER = "「{}」の公表用の資料は作成済みで、その後に記録が変わっています。差から少ない件数が分かるため、作成済みの資料を使ってください。"
RUNNING = "公表用の資料は、期間が終わってから作成できます（途中の件数との差から、少ない件数が分かることを防ぐため）。"
MONTHS = "公表用の資料は、年度・半期などの決まった期間で作成できます。"


@dataclass(frozen=True)
class Release:
    """A period that was told."""

    span: Span
    figures: str
    """The digest of the numbers of its papers; '' of an edition, which is held against earlier ones cell by cell."""


def faults(span: Span, figures: str, released: Sequence[Release], today: date) -> Iterator[str]:
    """Why a period may not be told now; `figures` is the digest of what would be told."""
    yield from closed(span, released, today)
    if any(one.span.code == span.code and one.figures not in ("", figures) for one in released):
        yield OTHER.format(span.word)


def closed(span: Span, released: Sequence[Release], today: date) -> Iterator[str]:
    """Why a period may not be told now, whatever its numbers are."""
    if span.is_free:
        yield MONTHS
    if span.last >= today:
        yield RUNNING
    if told := overlapping(span, released):
        yield OVERLAP.format(told.span.word)


def overlapping(span: Span, released: Sequence[Release]) -> Release | None:
    """A period that was told and shares days with another one than itself."""
    return next(
        (
            one
            for one in released
            if one.span.code != span.code and one.span.first <= span.last and span.first <= one.span.last
        ),
        None,
    )
