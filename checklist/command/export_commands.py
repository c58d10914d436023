"""The commands that write documents and data to files, the same as the screens hand over."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from checklist.comparison import spread
from checklist.comparison.comparison import Selection
from checklist.errors import Refused
from checklist.formats import files, printed_names
from checklist.formats.document import Document
from checklist.model.assessments import Track
from checklist.papers.hospitals import annual as hospital_annual
from checklist.papers.region import annual as region_annual
from checklist.papers.region import dataset
from checklist.papers.visits import visit_document
from checklist.store.act import operator, viewing
from checklist.store.hospitals import hospitals

DONE = 0


def written(path: Path, content: bytes) -> int:
    """Write a file and say so."""
    path.write_bytes(content)
    print(f"書き出しました：{path}")
    return DONE


def _rendered(options: Namespace, document: Document) -> int:
    with viewing(operator()) as view, printed_names.on_papers_of(view):
        return written(options.out, files.render(document, options.format, operator().name))


def visit(options: Namespace) -> int:
    """Write the document of a visit."""
    with viewing(operator()) as view:
        document = visit_document.visit_document(view, options.id)
    return _rendered(options, document)


def compared(options: Namespace) -> int:
    """Write 加算1 beside 加算2 in one year, as the visitors saw them."""
    selection = Selection(options.year, options.year, Track.VISITOR)
    with viewing(operator()) as view:
        document = spread.class_document(view, selection)
    if document.empty:
        raise Refused(f"{options.year}年度には、比較できる提出済みの評価がありません。")
    return _rendered(options, document)


def hospital(options: Namespace) -> int:
    """Write the yearly report of a hospital."""
    with viewing(operator()) as view:
        document = hospital_annual.document(view, hospitals.by_code(view, options.code).id, options.year)
    return _rendered(options, document)


def region(options: Namespace) -> int:
    """Write the yearly report of the region."""
    with viewing(operator()) as view:
        document = region_annual.document(view, options.year)
    return _rendered(options, document)


def data(options: Namespace) -> int:
    """Write the region as Parquet for those who analyse it."""
    with viewing(operator()) as view:
        told = dataset.write(view, options.out, options.region, options.with_comments)
    print(told)
    return DONE
