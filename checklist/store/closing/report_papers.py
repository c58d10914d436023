"""The PDF of a sealed report, kept by its hash beside the database until anything that it says changes."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from checklist.errors import NotFound
from checklist.model.permission import Thing, Verb
from checklist.store import db, rows
from checklist.store.act import Act, View
from checklist.store.files import files
from checklist.store.visits import visits

_KEPT = """SELECT paper.sha256 FROM report_paper paper JOIN report ON report.id = paper.report_id
WHERE report.visit_id = ? AND report.edition = ? AND paper.made_from = ?"""


def find(view: View, visit_id: int, edition: int, made_from: str) -> bytes | None:
    """The paper of a sealed edition that was made from exactly this; None if there is none, or its file is lost or
    damaged. Raises Forbidden.
    """
    visits.require(view, visit_id, Thing.REPORT, Verb.READ)
    row = view.db.execute(_KEPT, [visit_id, edition, made_from]).fetchone()
    if row is None:
        return None
    try:
        return files.get(files.folder(view.db), row["sha256"])
    except NotFound:
        return None


def erasures(view: View, visit_id: int, edition: int) -> int:
    """How many steps of erasing a sealed edition has seen: asked before its paper is made, and told when it is kept."""
    visits.require(view, visit_id, Thing.REPORT, Verb.READ)
    return int(_report(view, visit_id, edition)[1])


def keep(act: Act, visit_id: int, edition: int, made_from: str, content: bytes, erased: int) -> bool:
    """Keep the paper of a sealed edition in place of the one before, for whoever may read it; whether it was kept.

    It is not if anything was erased from the report while the paper was made: the paper would still hold it.
    """
    visits.require(act, visit_id, Thing.REPORT, Verb.READ)
    report_id, since = _report(act, visit_id, edition)
    if since != erased:
        return False
    forget(act, report_id)
    sha256 = files.put(files.folder(act.db), content)
    row = {"report_id": report_id, "made_from": made_from, "sha256": sha256, "bytes": len(content)}
    rows.insert(act, "report_paper", row)
    return True


def forget(act: Act, report_id: int) -> None:
    """Remove the paper of a sealed edition, of which something changes; the next reader has it made again."""
    held = act.db.execute("SELECT id, sha256 FROM report_paper WHERE report_id = ?", [report_id]).fetchall()
    for row in held:
        act.db.execute("DELETE FROM report_paper WHERE id = ?", [row["id"]])
        # Not before the commit: if that failed, a row would be left whose file is gone.
        act.after(partial(_remove, db.file_of(act.db), row["sha256"]))


def _remove(file: Path, sha256: str) -> None:
    with db.reading(file) as connection:
        files.remove_unneeded(connection, frozenset({sha256}))


def _report(view: View, visit_id: int, edition: int) -> tuple[int, int]:
    found = view.db.execute("SELECT id, erasures FROM report WHERE visit_id = ? AND edition = ?", [visit_id, edition])
    row = rows.first(found, "確定した評価報告書はまだありません。")
    return row["id"], row["erasures"]
