"""A document in every format, with no more than it has to have."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checklist.formats import files
from checklist.formats.document import Document, overview
from checklist.formats.table import Column, Cover, Table
from tests import pdf_text

FACTS = (("病院", "架空中央病院"), ("年度", "2026年度"))
ITEMS = Table("項目別", (Column("項目コード"), Column("評定")), (("1-01", "A"),))
DOCUMENT = Document("訪問評価", FACTS, (overview(FACTS), ITEMS), ITEMS, (), (), False)


def on_paper(found: Document) -> str:
    return "".join(pdf_text.pages(files.render(found, "pdf")))


@pytest.mark.parametrize("kind", files.KINDS)
def test_a_document_without_cover_charts_or_notes_is_a_file_of_every_kind(kind: str) -> None:
    assert len(files.render(DOCUMENT, kind)) > 20


def test_the_facts_are_a_table_in_a_workbook_and_stand_once_on_paper() -> None:
    assert overview(FACTS).names == ("事項", "内容")
    assert overview(FACTS).rows == FACTS
    assert on_paper(DOCUMENT).count("架空中央病院") == 1


def test_a_document_says_itself_what_stands_at_its_foot_and_is_then_always_the_same_file() -> None:
    fixed = replace(DOCUMENT, printed="基準日　2026年11月22日")
    assert files.render(fixed, "pdf") == files.render(fixed, "pdf")
    assert "基準日" in on_paper(fixed)
    assert "出力日時" in on_paper(DOCUMENT)


def test_a_cover_has_its_own_heading() -> None:
    assert "評価報告書" in on_paper(replace(DOCUMENT, cover=Cover("評価報告書")))
    assert "評価報告書" not in on_paper(DOCUMENT)
