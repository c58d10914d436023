"""The region as Parquet for analysts: three sorted files, what their columns mean, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from checklist import words
from checklist.comparison.nation.columns import ASSESSMENTS, COMMENT, FORMAT, ITEMS, RATINGS, Meaning, Told
from checklist.errors import Refused
from checklist.formats import csv_file, object_storage, parquet
from checklist.formats.table import Column, Table
from checklist.formats.zip_file import safe
from checklist.model.assessments import Track
from checklist.model.hospitals import Profile
from checklist.model.scales import SCALES
from checklist.model.sheets import SheetVersion
from checklist.rules import fiscal_year, scoring
from checklist.rules.assessments import submission
from checklist.rules.sheets import lineage
from checklist.store import region
from checklist.store.act import View
from checklist.store.assessments import dataset as rows_of
from checklist.store.assessments.submitted import Entry
from checklist.store.hospitals import hospitals
from checklist.store.sheets import sheets

TRACKS = (Track.AGREED, Track.SELF, Track.VISITOR)
"""In the order of their codes, by which the files are sorted."""
Groups = Iterator[Sequence[tuple[Any, ...]]]
"""Rows, some at a time."""
_OF_FOLDER = "別のフォルダーを指定してください。"
_OF_ADDRESS = "アドレス、認証の情報（AWS_ACCESS_KEY_ID など）、書き込みの権限を確かめてください。"
"""What to do about a folder that cannot be written to, and about an address."""
_DICTIONARY = (Column("ファイル"), Column("列"), Column("型"), Column("意味"))


def write(view: View, where: Path | str, code: str | None = None, comments: bool = False) -> str:
    """Write the files below a folder or an address of object storage and say what was written.

    Raises Forbidden, or Refused where it cannot be.
    """
    entries = {track: rows_of.entries(view, track) for track in TRACKS}
    settings = region.of(view)
    name = safe(code or settings.name or "region")
    told = Told(
        name, words.moment(view.at), view.principal.name, settings.minimum_group_size,
        fiscal_year.of_day(view.today, settings.fiscal_year_start_month), settings.fictional,
    )  # fmt: skip
    columns = RATINGS | ({"comment": COMMENT} if comments else {})
    content = {
        "assessments": (ASSESSMENTS, _assessments(view, entries, name)),
        "ratings": (columns, _ratings(view, entries, name, comments)),
        "items": (ITEMS, iter([_items(view, entries, name)])),
    }
    try:
        with object_storage.folder(str(where)) as folder:
            place = folder / f"region={name}"
            place.mkdir(parents=True, exist_ok=True)
            counts = _written(place, content, told)
            (folder / "dictionary.csv").write_bytes(csv_file.encode(_dictionary(columns), settings.fictional))
            (folder / "README").write_text(_readme(view, told, counts, entries), encoding="utf-8")
    except OSError as error:
        way_out = _OF_ADDRESS if object_storage.is_address(str(where)) else _OF_FOLDER
        raise Refused(f"{where} に書き込めません。{way_out}") from error
    lines = "、".join(f"{file} {count:,}行" for file, count in counts.items())
    return f"書き出しました：{str(where).rstrip('/')}/region={name}（{lines}）"


def _written(place: Path, content: dict[str, tuple[dict[str, Meaning], Groups]], told: Told) -> dict[str, int]:
    """Write the files and count their rows; raises OSError."""
    counts, drafts = {}, []
    for name, (columns, groups) in content.items():
        # Beside its name, and in its place when all are whole: a reader sees neither half a file nor files of two moments.
        draft = place / f"{name}.writing"
        drafts.append(draft)
        kinds = {column: kind for column, (kind, _) in columns.items()}
        counts[f"{name}.parquet"] = parquet.write(draft, kinds, groups, told.written)
    for draft in drafts:
        draft.replace(draft.with_suffix(".parquet"))
    return counts


def _names(view: View) -> dict[int, str]:
    return {one.id: one.code for one in hospitals.all_hospitals(view)}


def _assessments(view: View, entries: dict[Track, list[Entry]], name: str) -> Groups:
    codes, released = _names(view), _released(view, entries)
    for track, found in entries.items():
        yield [
            (
                name, track.value, one.fiscal_year, one.assessment_id, codes[one.hospital_id], one.addon_class,
                one.sheet_code, one.version_code, "・".join(sorted(one.lacking)), released[one.assessment_id],
            )
            for one in found
        ]  # fmt: skip


def _released(view: View, entries: dict[Track, list[Entry]]) -> dict[int, int]:
    """Assessment -> the class in whose released numbers it stands, or 0; of several of a hospital the first ones do."""
    waiting = {place: iter(classes) for place, classes in rows_of.released(view).items()}
    return {
        one.assessment_id: next(waiting.get((track, one.sheet_code, one.fiscal_year, one.hospital_id), iter(())), 0)
        for track, found in entries.items()
        for one in found
    }


def _ratings(view: View, entries: dict[Track, list[Entry]], name: str, comments: bool) -> Groups:
    codes, asked, released = _names(view), _Asked(view, entries), _released(view, entries)
    for track, found in entries.items():
        by_id = {one.assessment_id: one for one in found}
        for lines in rows_of.ratings(view, list(by_id)):
            rows = []
            for number, chapter, item, value, comment in lines:
                one = by_id[int(number or 0)]
                head = (name, track.value, one.fiscal_year, number, codes[one.hospital_id], one.addon_class)
                due = int(item in asked.of(one))
                told = (released[one.assessment_id], value, due, *([comment] if comments else []))
                rows.append((*head, one.version_code, chapter, item, *told))
            yield rows


class _Asked:
    """Which items each assessment had to answer; all of one version, class and departments have the same."""

    def __init__(self, view: View, entries: dict[Track, list[Entry]]) -> None:
        self._audiences = sheets.audiences(view, {one.version_code for found in entries.values() for one in found})
        self._known: dict[tuple[str, Profile], frozenset[str]] = {}

    def of(self, entry: Entry) -> frozenset[str]:
        key = (entry.version_code, Profile(entry.addon_class, entry.lacking))
        if key not in self._known:
            self._known[key] = frozenset(submission.expected(self._audiences[key[0]], key[1]))
        return self._known[key]


def _versions(view: View, entries: dict[Track, list[Entry]]) -> list[SheetVersion]:
    """The versions used, and those between them: whether items are the same is said from each version to the next."""
    codes: dict[str, set[str]] = {}
    for found in entries.values():
        for one in found:
            codes.setdefault(one.sheet_code, set()).add(one.version_code)
    return [version for sheet in sorted(codes) for version in reversed(sheets.between(view, codes[sheet]))]


def _items(view: View, entries: dict[Track, list[Entry]], name: str) -> list[tuple[Any, ...]]:
    rows = []
    for version in _versions(view, entries):
        chapters = {one.code: one.name for one in version.chapters}
        kept = lineage.kept_codes(version)
        head = (
            version.sheet_code,
            version.sheet_name,
            version.code,
            version.name,
            version.number,
            version.previous_code or "",
        )
        for place, item in enumerate(version.items, 1):
            classes = "・".join(map(str, item.classes))
            rows.append(
                (name, *head, version.scale, item.chapter_code, chapters[item.chapter_code], item.code, place, item.text,
                 int(item.code in kept), item.law_part, classes, str(item.module))
            )  # fmt: skip
    return rows


def _dictionary(ratings: dict[str, Meaning]) -> Table:
    files = {"assessments.parquet": ASSESSMENTS, "ratings.parquet": ratings, "items.parquet": ITEMS}
    rows = tuple(
        (file, name, kind, meaning) for file, columns in files.items() for name, (kind, meaning) in columns.items()
    )
    return Table("データ辞書", _DICTIONARY, rows)


def _readme(view: View, told: Told, counts: dict[str, int], entries: dict[Track, list[Entry]]) -> str:
    settings = region.of(view)
    scored = {version.scale: scoring.definition(SCALES[version.scale]) for version in _versions(view, entries)}
    lines = [
        f"{settings.name or '地域'}　評価のデータ{'（架空データ）' if settings.fictional else ''}",
        "",
        f"書式：{FORMAT}（地域コード：{told.region}、匿名で示せる最小の病院数：{told.minimum}、途中の年度：{told.running}年度）",
        f"基準日時：{told.as_of}",
        f"出力者：{told.exported_by}",
        "対象：提出済みの評価。中止した訪問を除き、同じ年度に繰り返した自己評価は最新の提出分のみ。",
        *(f"件数：{words.TRACKS[track]} {len(found):,}件" for track, found in entries.items()),
        *(f"行数：{file} {count:,}行" for file, count in counts.items()),
        *(f"得点率（{scale}）：{text}" for scale, text in scored.items()),
        "合意評価の評定は、協議で記録したもののみです（両者が同じ評定の項目は含みません）。",
        "並び順：ratings.parquet は評価の種類、年度、評価の番号、点検表の順。",
        "氏名は含めていません。列の意味は dictionary.csv にあります。",
        "病院コードと病院ごとの評定を含みます。病院を特定できるため、地域の外には、分析を委ねる相手にのみ渡してください。",
        "複数の地域の集計は、python -m checklist nation で行います（最小の病院数に満たない集団は示しません）。",
    ]
    return "\n".join(lines) + "\n"
