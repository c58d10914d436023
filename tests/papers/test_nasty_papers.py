"""141 nasty strings in every text of a region: every paper and every file that can be taken away tells each, or 〓 for it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pptx import Presentation
from starlette.routing import Route

from checklist.errors import Forbidden, NotFound, Refused
from checklist.formats import glyphs, table
from checklist.rules.fields import typed_text
from checklist.rules.hospitals import name_signs
from checklist.store import open_file
from checklist.store.files import files
from checklist.web import downloads
from tests import nasty_strings, pdf_text
from tests.bare_text import bare
from tests.papers.exports_text import client_of
from tests.papers.test_exports import BY_A_JOB
from tests.pictures import jpeg
from tests.store import permission_scene
from tests.store.permission_scene import HOST_COMMENT, PRACTICE, SEALED, Scene
from tests.ui import planted_columns
from tests.web.test_planted_answers import NUMBERED, QUERIES, SECRETS, ask, paths
from tests.world import HOST

READERS = ("secretariat", "center", "manager.h01", "evaluator.h02")
WHOLE = {
    "rating.comment", "item.guide", "conference.topic", "improvement_plan.action", "revision_comment.text", "center_evaluation.advice",
    "referral.purpose", "hospital.address",
}  # fmt: skip
"""Columns whose first text holds all 141: of the papers of every noun, of slides and of calendars."""
NUMBER = re.compile(r"〔(\d+)〕")
"""Stands behind each planted string, so that every place in which one is told says which should stand before it."""
STARTS = ("=", "+", "-", "@", "\t", "\r")
"""With what a spreadsheet begins a formula."""


class Planted:
    """A sealed visit and one to come, with nasty strings in every text that anybody may type; what stands where."""

    def __init__(self, scene: Scene, connection: sqlite3.Connection, path: Path) -> None:
        self.scene, self.strings, self._numbers = scene, dict[int, str](), count(1)
        ids = {"hospital": scene.world.hospitals[HOST], "person": scene.world.people["manager.h01"].id}
        planted_columns.plant(connection, "", ids)
        ask(connection)
        for one in (one for found in planted_columns.schema(connection).values() for one in found if one.is_free):
            key, is_line = planted_columns.KEYS.get(one.table, "rowid"), self._is_line(one)
            found = connection.execute(f"""SELECT {key} FROM "{one.table}" WHERE "{one.name}" LIKE '《%'""").fetchall()
            for place, (row,) in enumerate(found):
                most = 141 if one.place in WHOLE and not place else 1 if is_line else 3
                connection.execute(
                    f'UPDATE "{one.table}" SET "{one.name}" = ? WHERE {key} = ?', [self._text(most, is_line), row]
                )
        # What was sealed is told by its own copy.
        connection.execute("DELETE FROM report_paper")
        for row, content in connection.execute("SELECT id, snapshot FROM report").fetchall():
            for text in (*SECRETS, HOST_COMMENT, PRACTICE):
                content = content.replace(json.dumps(text, ensure_ascii=False), self._json(3))
            seal = hashlib.sha256(content.encode()).hexdigest()
            connection.execute("UPDATE report SET snapshot = ?, sha256 = ? WHERE id = ?", [content, seal, row])
        for name in files.REFERENCED:
            (stored,) = [files.put(files.folder_beside(path), jpeg())]
            connection.execute(f"UPDATE {name} SET sha256 = ?", [stored])
            if any(one.name == "media_type" for one in planted_columns.schema(connection)[name]):
                connection.execute(f"UPDATE {name} SET media_type = 'image/jpeg'")
        self.top = {one: connection.execute(f"SELECT max(id) FROM {one}").fetchone()[0] for one in NUMBERED.values()}

    def _json(self, most: int) -> str:
        return json.dumps(self._text(most), ensure_ascii=False)

    @staticmethod
    def _is_line(one: planted_columns.Column) -> bool:
        return one.name in typed_text.LINES.get(one.table, ())

    def _text(self, most: int, is_line: bool = False) -> str:
        """The next strings, as the store keeps what is typed, each in a line of its own and with its number."""
        lines = []
        for number in (next(self._numbers) for _ in range(most)):
            text = typed_text.prose(nasty_strings.ALL[number % 141])
            self.strings[number] = typed_text.line(text) if is_line else text
            lines.append(f"{self.strings[number]}〔{number}〕")
        return ("" if is_line else "\n").join(lines)

    def wrong(self, kind: str, text: str, address: str) -> Iterator[tuple[str, str, str, str]]:
        """Where, what should stand before a number, and what does."""
        for found in NUMBER.finditer(text):
            # A sheet that is taken in again is the same sheet.
            leaving = table.clean if re.search(r"/sheets/.*(csv|xlsx)$", address) else table.straight
            wanted, before = leaving(self.strings[int(found[1])]), text[max(found.start() - 200, 0) : found.start()]
            if "xlsform" in address:
                # A reference to another question would be one of our own.
                wanted = wanted.replace("${", "$\u200b{")
            if kind == "pdf":
                # Where a line ends, a soft hyphen is seen.
                wanted = bare(glyphs.printed(wanted))
                before = bare(before.replace("-", "") if "\u00ad" in self.strings[int(found[1])] else before)
            elif kind == "pptx":
                # On slides no machine may draw a sign of its own.
                wanted = "".join(glyphs.GETA if name_signs.is_private(one) else one for one in wanted)
            if "/trainings/" in address:
                # The rules of a desk have a row for each line.
                wanted = wanted.rpartition("\n")[2]
            if kind != "pdf":
                # Some tables have a line of a text in each row, without the blanks around it.
                wanted, before = " ".join(wanted.split()), " ".join(before.split())
            if not before.endswith(wanted) and not (_is_name(address) and _name(before).endswith(_name(wanted))):
                yield address, found[1], wanted, before[-len(wanted) - 10 :]


def _is_name(address: str) -> bool:
    return "pack" in address or "submission" in address


def _name(text: str) -> str:
    """As it stands in the name of a file: no sign in it that a system takes for anything else."""
    return re.sub(r"\W|_", "", text).casefold()


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    folder = tmp_path_factory.mktemp("nasty-papers")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHECKLIST_DB", str(folder / "now.db"))
        patch.setenv("CHECKLIST_TODAY", planted_columns.DAY)
        scene = permission_scene.copied(tmp_path_factory, planted_columns.DAY, folder)
        path = Path(shutil.copy(scene.file(SEALED), folder / "nasty.db"))
        patch.setenv("CHECKLIST_DB", str(path))
        with closing(sqlite3.connect(path)) as connection, connection:
            found = Planted(scene, connection, path)
        open_file.keep(path)
        yield found


def taken(planted: Planted) -> Iterator[tuple[str, str, bytes]]:
    """Every file once: its route, its address and what it is. Nothing but a refusal keeps one back."""
    done = set[str]()
    for name in READERS:
        client = client_of(planted.scene.who(name))
        for route in (one for one in downloads.routes if isinstance(one, Route) and one.path not in BY_A_JOB):
            for path in paths(route.path, planted.top):
                for query in QUERIES.get(route.path, ("",))[: None if "comparison" in path else 1]:
                    address = f"{path}?{query}" if query else path
                    alike = re.sub(r"/\d+", "/1", address)
                    if alike in done:
                        continue
                    try:
                        answer = client.get(address)
                    except NotFound as error:
                        done |= {alike} if "ファイル形式" in error.message else set()
                    except (Forbidden, Refused):
                        pass
                    else:
                        assert answer.status_code == 200, (name, address, answer.text)
                        done.add(alike)
                        yield route.path, address, answer.content


def texts(content: bytes) -> Iterator[tuple[str, str]]:
    """The kind of a file and every text in it, as other programs read it."""
    if content.startswith(b"%PDF"):
        yield "pdf", "".join(pdf_text.pages(content))
    elif content.startswith(b"PK\3\4"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if "xl/workbook.xml" in names:
                yield from (("xlsx", text) for text in _cells(openpyxl.load_workbook(io.BytesIO(content))))
            elif "ppt/presentation.xml" in names:
                yield from (("pptx", text) for text in _shapes(Presentation(io.BytesIO(content))))
            else:
                for name in names:
                    yield "names", name
                    yield from texts(archive.read(name))
    elif content.startswith(b"BEGIN:VCALENDAR"):
        long = content.decode("utf-8").replace("\r\n ", "")
        yield "ics", re.sub(r"\\([\\;,n])", lambda one: "\n" if one[1] == "n" else one[1], long)
    elif not content.startswith(b"\xff\xd8"):
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
            for cell in row:
                assert not (cell.startswith(STARTS) and NUMBER.search(cell)), cell
                yield "csv", cell


def _cells(book: Any) -> Iterator[str]:
    for cell in (cell for sheet in book for row in sheet.iter_rows() for cell in row):
        assert cell.data_type != "f", cell.value
        # As it is shown: a spreadsheet takes the apostrophe that it hides for no part of a text.
        if isinstance(cell.value, str):
            yield cell.value


def _shapes(slides: Any) -> Iterator[str]:
    for shape in (shape for slide in slides.slides for shape in slide.shapes):
        if shape.has_chart:
            # Whoever edits the numbers opens the workbook inside.
            yield from _cells(openpyxl.load_workbook(io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob)))
            yield from (str(one) for one in shape.chart.plots[0].categories)
        elif shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)
        elif shape.has_text_frame:
            yield shape.text_frame.text


def test_every_paper_and_every_file_tells_every_string_or_a_geta_and_no_formula(planted: Planted) -> None:
    answered, wrong, told = set[str](), list[object](), dict[tuple[str, str], set[int]]()
    for route, address, content in taken(planted):
        answered.add(route)
        for kind, text in texts(content):
            wrong += planted.wrong(kind, text, address)
            told.setdefault((kind, route), set()).update(int(one) % 141 for one in NUMBER.findall(text))
            if kind == "pdf" and glyphs.GETA in text and "印刷できない文字が含まれます：" not in "".join(text.split()):
                wrong.append((address, "a geta of which nothing is said"))
    assert wrong == []
    assert {one.path for one in downloads.routes} - answered == BY_A_JOB
    strings = {kind: set[int]().union(*(found for (one, _), found in told.items() if one == kind)) for kind, _ in told}
    whole = {kind for kind, found in strings.items() if len(found) == 141}
    # Names of files hold few: each as a name is in tests/imports/test_nasty_strings.py.
    assert whole == strings.keys() - {"names"} == {"csv", "xlsx", "pdf", "pptx", "ics"}
    papers = {route for (kind, route), found in told.items() if kind == "pdf" and len(found) == 141}
    assert len(papers) >= 7, "of the papers that hold what people write, not only names and titles"
