"""The PDF of a sealed report: made once, when it is sealed, in a process that ends; a download reads a file."""

from __future__ import annotations

import hashlib
import logging
import threading
from dataclasses import replace
from importlib import metadata
from pathlib import Path

import msgspec

from checklist.errors import CannotSave, ChecklistError
from checklist.formats import pdf, pdf_apart, printed_names
from checklist.formats.document import Document
from checklist.model.accounts import Principal
from checklist.papers.closing import report_document
from checklist.store import db
from checklist.store.act import Act, View, acting, viewing
from checklist.store.backups import manifest
from checklist.store.closing import report_papers, sealed_reports

_log = logging.getLogger(__name__)


def content(view: View, visit_id: int, edition: int | None = None) -> tuple[str, bytes]:
    """The name of a sealed report and its PDF, the newest edition without a number; made now where none is kept.

    Raises NotFound, Forbidden, Refused if the report was altered, or Busy.
    """
    number = sealed_reports.snapshot(view, visit_id, edition).head.edition
    with printed_names.on_papers_of(view):
        found = printed_names.document(_document(view, visit_id, number))
    made_from = _made_from(found)
    kept = report_papers.find(view, visit_id, number, made_from)
    if kept is None:
        erased = report_papers.erasures(view, visit_id, number)
        kept = pdf_apart.printed(pdf.laid_out(found))
        try:
            with acting(view.principal, db.file_of(view.db)) as act:
                report_papers.keep(act, visit_id, number, made_from, kept, erased)
        except CannotSave:
            # Whoever wants to read it does not wait until somebody makes room on the disk.
            _log.exception("the paper of a report could not be kept")
    return found.title, kept


def after(act: Act, visit_id: int) -> None:
    """Have the paper of the newest edition made once this act, which changes what it says, is committed."""
    principal, database = act.principal, db.file_of(act.db)
    # Nobody waits for it: the thread does nothing but wait for the process.
    act.after(lambda: threading.Thread(target=_make, args=(principal, database, visit_id), daemon=True).start())


def _make(principal: Principal, database: Path, visit_id: int) -> None:
    try:
        with viewing(principal, database) as view:
            content(view, visit_id)
    except ChecklistError:
        # Made again when somebody asks for it, who is then told.
        _log.info("the paper of a report was not made ahead", exc_info=True)
    except Exception:
        _log.exception("the paper of a report could not be made ahead")


def _document(view: View, visit_id: int, edition: int) -> Document:
    """The report as it is printed: the same for every reader, so that both hospitals hold the same file."""
    found = report_document.report_document(view, visit_id, edition)
    facts = dict(found.facts)
    return replace(found, printed=f"文書番号　{facts['文書番号']}　{facts['版']}　確定　{facts['確定']}")


def _made_from(found: Document) -> str:
    """A hash of all that decides what the file looks like: what it says, and the program that lays it out."""
    program = f"{manifest.program()} {metadata.version('typst')}".encode()
    return hashlib.sha256(msgspec.json.encode(found) + program).hexdigest()
