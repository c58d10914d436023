"""The region as Parquet for analysts: three sorted files, what their columns mean, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from checklist import words
from checklist.errors import Refused
from checklist.formats import csv_file, parquet
from checklist.formats.parquet import ColumnType
from checklist.formats.table import Column, Table
from checklist.formats.zip_file import safe
from checklist.model.assessments import Track
from checklist.model.scales import SCALES
from checklist.model.sheets import SheetVersion
from checklist.rules import scoring
from checklist.store import region
from checklist.store.act import View
from checklist.store.assessments import dataset as rows_of
from checklist.store.assessments.submitted import Entry
from checklist.store.hospitals import hospitals
from checklist.store.sheets import sheets

TRACKS = (Track.AGREED, Track.SELF, Track.VISITOR)
"""In the order of their codes, by which the files are sorted."""
Meaning = tuple[ColumnType, str]
ASSESSMENTS: dict[str, Meaning] = {
    "track": ("text", "評価の種類：self＝自己評価、visitor＝訪問評価、agreed＝合意評価"),
    "fiscal_year": ("integer", "年度（西暦）"),
    "assessment": ("integer", "評価の番号"),
    "hospital": ("text", "病院コード（受審病院）"),
    "addon_class": ("integer", "評価の日に有効な届出の区分。届出がないときは空"),
    "sheet": ("text", "点検表のコード"),
    "sheet_version": ("text", "点検表の版のコード"),
    "lacking": ("text", "設けていない部門（コードを・で区切る）"),
}
RATINGS: dict[str, Meaning] = {
    "track": ASSESSMENTS["track"],
    "fiscal_year": ASSESSMENTS["fiscal_year"],
    "assessment": ASSESSMENTS["assessment"],
    "hospital": ASSESSMENTS["hospital"],
    "addon_class": ASSESSMENTS["addon_class"],
    "sheet_version": ASSESSMENTS["sheet_version"],
    "chapter": ("text", "章コード"),
    "item": ("text", "項目コード"),
    "value": ("text", "評定：A、B、C、S、NA＝該当なし、UNVERIFIED＝確認不能。未回答は空"),
}
COMMENT: Meaning = ("text", "評定のコメント")
ITEMS: dict[str, Meaning] = {
    "sheet": ASSESSMENTS["sheet"],
    "sheet_version": ASSESSMENTS["sheet_version"],
    "scale": ("text", "評価尺度"),
    "chapter": RATINGS["chapter"],
    "chapter_name": ("text", "章の名称"),
    "item": RATINGS["item"],
    "position": ("integer", "版の中での順序（1から）"),
    "text": ("text", "項目の文"),
    "law_part": ("text", "対応する法令の区分"),
    "classes": ("text", "対象の区分（・で区切る）"),
    "module": ("text", "対象の部門。すべての病院が対象のときは空"),
}
_DICTIONARY = (Column("ファイル"), Column("列"), Column("型"), Column("意味"))


def write(view: View, folder: Path, code: str | None = None, comments: bool = False) -> str:
    """Write the files below a folder and say what was written; raises Forbidden, or Refused where it cannot be."""
    entries = {track: rows_of.entries(view, track) for track in TRACKS}
    settings = region.of(view)
    name = safe(code or settings.name or "region")
    place = folder / f"region={name}"
    told = {"as_of": words.moment(view.at), "region": name, "exported_by": view.principal.name}
    columns = RATINGS | ({"comment": COMMENT} if comments else {})
    try:
        place.mkdir(parents=True, exist_ok=True)
        counts = {
            "assessments.parquet": _write(
                place / "assessments.parquet", ASSESSMENTS, _assessments(view, entries), told
            ),
            "ratings.parquet": _write(place / "ratings.parquet", columns, _ratings(view, entries, comments), told),
            "items.parquet": _write(place / "items.parquet", ITEMS, [_items(view, entries)], told),
        }
        (folder / "dictionary.csv").write_bytes(csv_file.encode(_dictionary(columns), settings.fictional))
        (folder / "README").write_text(_readme(view, told, counts, entries), encoding="utf-8")
    except OSError as error:
        raise Refused(f"{folder} に書き込めません。別のフォルダーを指定してください。") from error
    lines = "、".join(f"{file} {count:,}行" for file, count in counts.items())
    return f"書き出しました：{place}（{lines}）"


def _write(path: Path, columns: dict[str, Meaning], groups: Any, told: dict[str, str]) -> int:
    # Beside its name and then in its place: a reader never sees half a file.
    draft = path.with_suffix(".writing")
    count = parquet.write(draft, {name: kind for name, (kind, _) in columns.items()}, groups, told)
    draft.replace(path)
    return count


def _names(view: View) -> dict[int, str]:
    return {one.id: one.code for one in hospitals.all_hospitals(view)}


def _assessments(view: View, entries: dict[Track, list[Entry]]) -> Iterator[list[tuple[Any, ...]]]:
    names = _names(view)
    for track, found in entries.items():
        yield [
            (
                track.value, one.fiscal_year, one.assessment_id, names[one.hospital_id], one.addon_class,
                one.sheet_code, one.version_code, "・".join(sorted(one.lacking)),
            )
            for one in found
        ]  # fmt: skip


def _ratings(view: View, entries: dict[Track, list[Entry]], comments: bool) -> Iterator[list[tuple[Any, ...]]]:
    names = _names(view)
    for track, found in entries.items():
        by_id = {one.assessment_id: one for one in found}
        for lines in rows_of.ratings(view, list(by_id)):
            rows = []
            for number, chapter, item, value, comment in lines:
                one = by_id[int(number or 0)]
                head = (track.value, one.fiscal_year, number, names[one.hospital_id], one.addon_class, one.version_code)
                rows.append((*head, chapter, item, value, *([comment] if comments else [])))
            yield rows


def _versions(view: View, entries: dict[Track, list[Entry]]) -> list[SheetVersion]:
    codes = sorted({one.version_code for found in entries.values() for one in found})
    return [sheets.get(view, code) for code in codes]


def _items(view: View, entries: dict[Track, list[Entry]]) -> list[tuple[Any, ...]]:
    rows = []
    for version in _versions(view, entries):
        chapters = {one.code: one.name for one in version.chapters}
        for place, item in enumerate(version.items, 1):
            classes = "・".join(map(str, item.classes))
            rows.append(
                (version.sheet_code, version.code, version.scale, item.chapter_code, chapters[item.chapter_code],
                 item.code, place, item.text, item.law_part, classes, str(item.module))
            )  # fmt: skip
    return rows


def _dictionary(ratings: dict[str, Meaning]) -> Table:
    files = {"assessments.parquet": ASSESSMENTS, "ratings.parquet": ratings, "items.parquet": ITEMS}
    rows = tuple(
        (file, name, kind, meaning) for file, columns in files.items() for name, (kind, meaning) in columns.items()
    )
    return Table("データ辞書", _DICTIONARY, rows)


def _readme(view: View, told: dict[str, str], counts: dict[str, int], entries: dict[Track, list[Entry]]) -> str:
    settings = region.of(view)
    scored = {version.scale: scoring.definition(SCALES[version.scale]) for version in _versions(view, entries)}
    lines = [
        f"{settings.name or '地域'}　評価のデータ{'（架空データ）' if settings.fictional else ''}",
        "",
        f"基準日時：{told['as_of']}",
        f"出力者：{told['exported_by']}",
        "対象：提出済みの評価。中止した訪問を除き、同じ年度に繰り返した自己評価は最新の提出分のみ。",
        *(f"件数：{words.TRACKS[track]} {len(found):,}件" for track, found in entries.items()),
        *(f"行数：{file} {count:,}行" for file, count in counts.items()),
        *(f"得点率（{scale}）：{text}" for scale, text in scored.items()),
        "合意評価の評定は、協議で記録したもののみです（両者が同じ評定の項目は含みません）。",
        "並び順：ratings.parquet は評価の種類、年度、評価の番号、点検表の順。",
        "氏名は含めていません。列の意味は dictionary.csv にあります。病院コードを含むため、取扱いに注意してください。",
    ]
    return "\n".join(lines) + "\n"
