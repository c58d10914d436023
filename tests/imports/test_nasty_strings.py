"""141 nasty strings through every importer, exporter and paper: each comes through as it is, or is told and changes nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import pytest

from checklist.errors import Refused
from checklist.formats import csv_file, files, glyphs, grid_file, poster, slips, table, zip_file
from checklist.formats.document import Document
from checklist.formats.slips import Slip
from checklist.formats.table import Column, Table
from checklist.imports import (
    option_file,
    record_file,
    region_file,
)
from checklist.model.records import Conference
from checklist.rules.fields import typed_text
from checklist.store import clock, db
from checklist.store.hospitals import hospitals
from checklist.store.records import records
from tests import nasty_strings, pdf_text
from tests.bare_text import bare
from tests.formats import odd_books
from tests.imports.taken import take_in
from tests.world import World, by, principal

KINDS = ("csv", "utf-16", "xlsx", "xls", "ods")
LEFT_OUT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What no XML, and so no workbook, can hold."""


def file(kind: str, rows: list[list[str]]) -> bytes:
    """A table of texts as a file of this kind; as other programs write it, so that nothing of ours cleans it before."""
    if kind == "csv":
        return csv_file.encode_rows(rows)
    if kind == "utf-16":
        return csv_file.encode_rows(rows).decode("utf-8-sig").encode("utf-16")
    clean = [[LEFT_OUT.sub("", cell) for cell in row] for row in rows]
    if kind == "xls":
        return odd_books.xls(clean)
    if kind == "ods":
        return odd_books.ods([odd_books.ods_row(*row) for row in clean])
    return odd_books.xlsx({"表": clean})


def plain(text: str) -> str:
    """What remains of a text in every file: no control character, every line end the same."""
    return table.clean(text)


def test_there_are_141_of_them_and_each_is_another() -> None:
    assert len(nasty_strings.ALL) == len(set(nasty_strings.ALL)) == 141


@pytest.mark.parametrize("kind", KINDS)
def test_the_reader_gives_every_string_back(kind: str) -> None:
    found = grid_file.read(
        "表",
        file(kind, [["番号", "文"], *([str(n), text] for n, text in enumerate(nasty_strings.ALL))]),
        ("番号", "文"),
    )
    lost = [
        (n, text, found[n + 1][1:])
        for n, text in enumerate(nasty_strings.ALL)
        if (*found[n + 1], "")[1] != _of(kind, text)
    ]
    assert lost == []


def _of(kind: str, text: str) -> str:
    # A mark at its very beginning belongs to the encoding of an .xls, as in a text file.
    return plain(text.removeprefix("\ufeff") if kind == "xls" else text)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_our_own_files_give_every_string_back(kind: str) -> None:
    main = Table("表", (Column("番号", "number"), Column("文")), tuple(enumerate(nasty_strings.ALL)))
    data = files.render(Document("文字", (), (main,), main, (), (), False), kind)
    found = grid_file.read("表", data, ("番号", "文"))
    rows = {row[0]: (*row, "")[1] for row in found if row}
    assert [rows[str(n)] for n in range(141)] == [table.straight(text) for text in nasty_strings.ALL]


@pytest.mark.parametrize("kind", ["pdf", "pptx"])
def test_papers_show_every_string_or_a_geta_for_what_the_font_lacks(kind: str) -> None:
    main = Table(
        "表",
        (Column("番号", "number"), Column("文", width=60)),
        tuple((1000 + n, text) for n, text in enumerate(nasty_strings.ALL)),
    )
    data = files.render(Document("文字", (), (main,), main, (), (), False), kind)
    assert len(data) > 10_000
    if kind == "pdf":
        shown = bare("".join(pdf_text.pages(data)))
        lost = [text for text in nasty_strings.ALL if bare(glyphs.printed(table.straight(text))) not in shown]
        assert lost == []


def test_slips_and_posters_show_every_string_and_names_of_files_hold_nothing_that_a_system_refuses() -> None:
    texts = [table.straight(one) for one in nasty_strings.ALL]  # As the store keeps them.
    lines, picture = (
        tuple((f"第{n}", text) for n, text in enumerate(texts)),
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
    )
    made = slips.document("用紙", "架空", [Slip("架空", lines[at : at + 8]) for at in range(0, 141, 8)], [], False)
    for data in (made, poster.document("掲示", "架空", "架空", picture, "x", texts, False)):
        shown = bare("".join(pdf_text.pages(data)))
        assert [one for one in texts if bare(glyphs.printed(one)) not in shown] == []
        assert "\ufe0f" not in shown
    assert len(texts) == 141
    for text in nasty_strings.ALL:
        name = zip_file.safe(f"{text}.pdf")
        assert not re.search(r'[<>:"/\\|?*\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]', name), name
        assert name.endswith(".pdf")
        assert re.sub(r"\W|_", "", name[:-4]) == re.sub(r"\W|_", "", unicodedata.normalize("NFC", text)), name


def _stored_records(world: World) -> Iterator[str]:
    with db.reading() as connection:
        view = by(connection, principal(world.people["manager.h01"]))
        yield from (one.topic for one in records.of_hospital(view, world.hospitals["H01"], Conference))


@pytest.mark.parametrize("kind", KINDS)
def test_records_keep_every_string(kind: str, world: World) -> None:
    texts = [text for text in nasty_strings.ALL if plain(text).strip()]
    head = ["開催日", "出席者数", "うち委員会の構成員", "議題と検討内容", record_file.CONFIRMED]
    rows = [["2026/04/01", "6", "4", text, "はい"] for text in texts]
    draft = record_file.read(Conference, clock.today(), "記録", file(kind, [head, *rows]))
    with db.writing() as connection:
        record_file.import_file(by(connection, principal(world.people["manager.h01"])), world.hospitals["H01"], draft)
    assert sorted(_stored_records(world)) == sorted(typed_text.prose(_of(kind, text).strip()) for text in texts)


@pytest.mark.parametrize("kind", KINDS)
def test_a_hospital_is_called_so_or_the_name_is_told_with_its_row(kind: str, world: World) -> None:
    texts = list(dict.fromkeys(nasty_strings.ALL))
    head = ["コード", "病院名", "病床数"]
    stored, told = 0, 0
    rows = [[f"N{n}", text, "10"] for n, text in enumerate(texts)]
    draft = region_file.read("病院", file(kind, [head, *rows]))
    wrong = {int(re.findall(r"(\d+)行目", one.where)[0]) for one in draft.parts["病院"].faults}
    good = [row for n, row in enumerate(rows, start=2) if n not in wrong]
    told += len(wrong)
    seen: dict[str, str] = {}
    # What is the same name as another one is refused by itself, and not passed over.
    good = [row for row in good if seen.setdefault(typed_text.same(plain(row[1])), row[0]) == row[0]]
    take_in(world, "病院", file(kind, [head, *good]))
    with db.reading() as connection:
        known = {one.code: one.name for one in hospitals.all_hospitals(by(connection))}
    for code, text, _ in good:
        assert known[code] == typed_text.line(_of(kind, text)), (code, text)
        stored += 1
    assert stored > 80
    assert told > 20


def test_a_column_that_is_called_so_is_told() -> None:
    for text in nasty_strings.ALL:
        if name := plain(text).strip():
            with pytest.raises(Refused) as refused:
                option_file.read("表", csv_file.encode_rows([[*option_file.COLUMNS, name], ["kind", "c", "苦情"]]))
            assert "は使えません" in refused.value.message
