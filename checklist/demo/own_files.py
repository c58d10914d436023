"""Files as people already have them, and what was said of their rows and columns when the ones before were taken in.

The region's check sheet of before has chapters that look like items; a hospital keeps its conferences under names of its own.
"""

from __future__ import annotations

from datetime import date

from checklist.demo.cast import Cast, moment
from checklist.demo.hospitals import Member
from checklist.formats.file_columns import ASK, UNUSED, ColumnsAsked, key_of
from checklist.imports import foreign_sheet, record_file, sheet_mapping
from checklist.model.mappings import RowRole, Subject
from checklist.model.records import Conference
from checklist.store import mappings
from checklist.store.db import ROOT

SHEET, CONFERENCES = (ROOT / "data" / "demo" / f"{name}.csv" for name in ("own_sheet", "own_conferences"))
COLUMNS = {
    "実施日": "開催日", "参加人数": "出席者数", "うち委員": "うち委員会の構成員", "検討した内容": "議題と検討内容", "決裁": UNUSED,
}  # fmt: skip
CHAPTERS = ("病棟", "外来", "薬剤部", "手術室")


def tell(cast: Cast, secretariat: int, first_hospital: Member, last: int) -> None:
    """Each was taken in once, early in the year; the next file of such a shape needs no word more."""
    reading = sheet_mapping.begin(foreign_sheet.open_file(SHEET.name, SHEET.read_bytes()))
    sheet = reading.found.sheets[0]
    for row in sheet.rows:
        if any(text in CHAPTERS for text in row.cells.values()):
            reading = sheet_mapping.row(reading, sheet.name, row, RowRole.CHAPTER)
        elif "確認者" in row.cells.values():
            reading = sheet_mapping.row(reading, sheet.name, row, RowRole.UNUSED)
    sheet_mapping.keep(cast.act(secretariat, moment(date(last, 4, 2), 10)), reading)
    manager = cast.act(first_hospital.manager, moment(date(last, 4, 8), 16))
    try:
        record_file.read(Conference, manager.today, CONFERENCES.name, CONFERENCES.read_bytes(), {ASK: ASK})
    except ColumnsAsked as asked:
        said = {key_of(theirs): ours for theirs, ours in COLUMNS.items()}
        mappings.keep(manager, Subject.RECORDS, first_hospital.id, asked.shape, {"columns": said})
