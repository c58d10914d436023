"""A paper of the council drawn from live figures and frozen at that moment: its files are made once, and kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from checklist.errors import Refused
from checklist.formats import files, pdf, pdf_apart, printed_names
from checklist.formats.document import Document
from checklist.formats.file_kinds import EXCEL, PDF
from checklist.model.accounts import Principal
from checklist.model.center.activities import CouncilItem
from checklist.papers.center import activities_document, figure_report
from checklist.rules.center import releases
from checklist.store import region
from checklist.store.act import NOWHERE, View, Whence, acting, viewing
from checklist.store.center import council
from checklist.store.center.council import Drawn
from checklist.store.records import records

Printer = Callable[[Document], bytes]


def printed(document: Document) -> bytes:
    """The PDF, made in a process of its own; raises Busy or Refused."""
    return pdf_apart.printed(pdf.laid_out(document))


def freeze(
    principal: Principal, database: Path, item_id: int, kind: str, period: str, whence: Whence = NOWHERE,
    printer: Printer = printed,
) -> list[int]:  # fmt: skip
    """Draw a paper for an item and keep its files; the numbers under which they are kept.

    The paper of an open item is of the public edition, that of a closed one is for the members alone. A public paper of
    a period that there is already is used again as it is. Raises Forbidden, NotFound, Refused or Busy.
    """
    with viewing(principal, database) as view:
        item = records.get(view, CouncilItem, item_id)
        first = [] if item.closed else council.first_of(view, kind, period)
        tells = not item.closed and kind in figure_report.MAKERS
        if tells and not first:
            _require_open(view, period)
        found = None if first else _document(view, item, kind, period)
        figures = figure_report.figures(view, period) if found and tells else ""
        as_of = view.at
        with printed_names.on_papers_of(view):
            found = printed_names.document(found) if found else None
    if found is None:
        with acting(principal, database, whence) as act:
            return council.again(act, item_id, first)
    # Between both: making a PDF takes half a second, in which nobody else could write.
    contents = ((PDF.code, printer(found)), (EXCEL.code, files.render(found, EXCEL.code)))
    with acting(principal, database, whence) as act:
        drawn = Drawn(kind, period, not item.closed, figures, found.title, as_of, contents)
        return council.freeze(act, item_id, drawn)


def _require_open(view: View, period: str) -> None:
    """Before anything is drawn: that the period may be told at all. Once more, with its numbers, where it is frozen."""
    start, span = region.of(view).fiscal_year_start_month, figure_report.span(view, period)
    if told := list(releases.closed(span, council.released(view, start), view.today)):
        raise Refused(told[0])


def _document(view: View, item: CouncilItem, kind: str, period: str) -> Document:
    if make := figure_report.MAKERS.get(kind):
        return make(view, period, public=not item.closed, to_freeze=True)
    if kind == "activities":
        return activities_document.of_period(view, figure_report.span(view, period), public=not item.closed)
    raise Refused("資料の種類を選んでください。")
