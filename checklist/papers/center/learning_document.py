"""結果から学ぶ as PDF, Excel or CSV: the topics side by side and what became of what was drafted, cell by cell."""

from __future__ import annotations

from checklist import words
from checklist.comparison import learning_outcomes, learning_page, learning_signals
from checklist.formats.document import Document, overview
from checklist.formats.table import Column, Table
from checklist.model.permission import Thing, Verb
from checklist.store import region
from checklist.store.act import View

DRAFTS = (
    Column("題名", "text", 40, least=12),
    Column("状態", "text", 12),
    Column("根拠", "text", 60, least=16),
    Column("現在", "text", 40, least=12),
    Column("その後", "text", 50, least=14),
)


def document(view: View) -> Document:
    """Everything that the page shows; raises Forbidden."""
    found = learning_signals.read(view)
    main = learning_page.table(found, learning_page.ordered(found))
    outcomes = learning_outcomes.read(view, found) if view.may(Verb.READ, Thing.CENTER_RECORDS) else ()
    rows = tuple((one.title, one.state, one.ground, one.now, one.sentence) for one in outcomes)
    drafted = (Table("下書きとその後", DRAFTS, rows),) if rows else ()
    tables = tuple(one.table for one in outcomes if one.table)
    facts = (("基準日", words.day(view.today)), ("テーマの版", found.edition.name))
    whole = (overview(facts), main, *drafted, *tables)
    return Document("結果から学ぶ", facts, whole, main, (), (), region.of(view).fictional)
