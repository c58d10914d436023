"""An XLSForm as a check sheet: the items of its survey in our own columns, and where each of them stands in the form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from checklist.errors import Fault
from checklist.model.scales import SCALES
from checklist.model.sheets import Module
from checklist.rules.sheets import sheet_draft, xlsform
from checklist.rules.sheets.sheet_draft import COLUMNS, METADATA, SUBJECT, Grid
from checklist.rules.sheets.sheet_layout import FoundItem, LeftOut, Proposal
from checklist.rules.sheets.xlsform import BETWEEN, CHOICES, ITEM, LABEL, OWN, SETTING, SETTINGS, SURVEY

_BEGIN, _END = re.compile("begin[_ ](group|repeat)"), re.compile("end[_ ](group|repeat)")
_ONE = re.compile(r"select_one\s+(\S+)")
_CHAPTER = re.compile(f"{xlsform.CHAPTER}[0-9]*_(.+)")
_HELP = frozenset({xlsform.CLASS, xlsform.DEPARTMENTS})
_SILENT = frozenset({"start", "end", "today", "deviceid", "username", "phonenumber", "email", "audit", "calculate"})
"""Types that ask nobody anything."""
UNKNOWN_LIST = f"選択肢の一覧が、評価尺度（{'、'.join(SCALES)}）のどれとも合いません。"
FOREIGN = (
    "このXLSFormには、点検表の列（対象区分・部署・確認場所・確認方法など）がありません。"
    "「ほかの様式の点検表から作成する」で読み込むと、章と項目を様式に転記できます。"
)


@dataclass(frozen=True)
class Row:
    """A row of the survey: its number as people count, its cells by the name of the column, and the group around it."""

    number: int
    cells: Mapping[str, str]
    label: str
    group: Row | None

    def text(self, column: str) -> str:
        """A cell, empty where there is none."""
        return self.cells.get(column, "")

    @property
    def listed(self) -> str:
        """The list of which one is chosen; empty for every other type."""
        found = _ONE.match(self.text("type"))
        return found[1] if found else ""


@dataclass
class Survey:
    """The rows of a survey, and what is wrong with it as far as that is seen from how it is built."""

    columns: tuple[str, ...] = ()
    label: str = LABEL
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class Converted:
    """The form as a grid of ours; `places` tell for a line of it and a column ('' for all others) where that stands."""

    grid: Grid
    places: Mapping[int, Mapping[str, str]]
    faults: tuple[Fault, ...]
    left_out: tuple[str, ...]


def is_form(names: Mapping[str, Grid]) -> bool:
    """Whether the sheets of a workbook are those of an XLSForm."""
    return SURVEY in names


def _where(sheet: str, number: int, column: str) -> str:
    return f"「{sheet}」シート　{number}行目" + (f"・{column}" if column else "")


def _heads(grid: Grid) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFKC", one).strip() for one in grid[0]) if grid else ()


def _lines(grid: Grid) -> Iterator[tuple[int, dict[str, str]]]:
    heads = _heads(grid)
    for number, row in enumerate(grid[1:], start=2):
        cells = {
            head: xlsform.written(text.strip()) for head, text in reversed(list(zip(heads, row, strict=False))) if head
        }
        if any(cells.values()):
            yield number, cells


def survey(grid: Grid) -> Survey:
    """Take a survey apart; groups that do not match are faults."""
    columns = _heads(grid)
    labels = [one for one in columns if one == "label" or one.startswith("label:")]
    label = next((one for one in labels if "(ja)" in one or "日本語" in one), labels[0] if labels else LABEL)
    found, groups = Survey(columns, label), list[Row]()
    for name in ("type", "name", label):
        if name not in columns:
            found.faults.append(Fault(_where(SURVEY, 1, ""), f"列「{name}」がありません。"))
    for number, cells in _lines(grid):
        kind = " ".join(cells.get("type", "").split())
        row = Row(number, {**cells, "type": kind}, cells.get(label, ""), groups[-1] if groups else None)
        if _BEGIN.fullmatch(kind):
            groups.append(row)
        elif _END.fullmatch(kind):
            if groups:
                groups.pop()
            else:
                found.faults.append(Fault(_where(SURVEY, number, "type"), "対応する begin_group がありません。"))
        else:
            found.rows.append(row)
    found.faults += [Fault(_where(SURVEY, one.number, "type"), "対応する end_group がありません。") for one in groups]
    return found


def _scales(grid: Grid) -> dict[str, str]:
    """List of choices -> the scale with the same values."""
    lists: dict[str, set[str]] = {}
    for _, cells in _lines(grid):
        lists.setdefault(cells.get("list_name", "") or cells.get("list name", ""), set()).add(cells.get("name", ""))
    codes = {frozenset(scale.codes): code for code, scale in SCALES.items()}
    return {name: codes[frozenset(found)] for name, found in lists.items() if frozenset(found) in codes}


def proposal(names: Mapping[str, Grid]) -> Proposal:
    """What any XLSForm seems to say: each question with choices is an item, the group around it its chapter."""
    found = survey(names[SURVEY])
    items, left = list[FoundItem](), list[LeftOut]()
    for row in found.rows:
        if row.text("name") in _HELP or row.text("type") in _SILENT or _is_beside(row):
            continue
        if row.listed and row.label:
            chapter = row.group.label or row.group.text("name") if row.group else ""
            items.append(FoundItem(_without(chapter, ""), _without(row.label, _item_code(row)), SURVEY, row.number))
        else:
            why = f"選択式でない設問（{row.text('type')}）" if not row.listed else "設問の文がない行"
            left.append(LeftOut(SURVEY, row.number, row.label or row.text("name"), why))
    return Proposal(tuple(items), tuple(left))


def _is_beside(row: Row) -> bool:
    """Whether it is the comment or the finding beside an item of ours."""
    return row.text("type") == "text" and row.text("name").startswith((xlsform.COMMENT, xlsform.POINTED_OUT))


def _item_code(row: Row) -> str:
    return row.text("name").removeprefix(ITEM)


def _without(label: str, code: str) -> str:
    """A label without the code in front of it."""
    head, sign, text = label.partition(BETWEEN)
    return text.strip() if sign and (head == code or not code) else label


def convert(names: Mapping[str, Grid]) -> Converted:
    """The form as a check sheet of ours, with everything that keeps it from being one."""
    found, scales = survey(names[SURVEY]), _scales(names.get(CHOICES, ()))
    own = tuple(one for one in OWN if one in found.columns)
    faults = list(found.faults)
    if not own:
        faults.append(Fault(_where(SURVEY, 1, ""), FOREIGN))
    asked = [one for one in found.rows if one.listed and one.text("name") not in _HELP]
    told, head = _settings(names.get(SETTINGS, ()))
    told["評価尺度"] = _scale(asked, scales, told["評価尺度"], faults)
    # Our check sheets say this only where it is something else than usual.
    metadata = [(name, told[name]) for name in (*METADATA, *((SUBJECT,) if told[SUBJECT] else ()))]
    header = tuple(one for one in COLUMNS if one not in OWN or one in own)
    first = len(metadata) + 3
    places = {line: {"": head[name]} for line, (name, _) in enumerate(metadata, start=1)}
    places[first - 1] = {"": _where(SURVEY, 1, "")}
    places[first] = {"": _where(SURVEY, 2, "")}
    rows = []
    for line, row in enumerate(asked, start=first):
        cells = _cells(row, faults)
        rows.append(tuple(cells.get(one, row.text(one)) for one in header))
        places[line] = _places(row, found.label)
    left = tuple(_left(row) for row in found.rows if row not in asked and not _is_ours(row))
    return Converted((*metadata, (), header, *rows), places, tuple(faults), left)


def _is_ours(row: Row) -> bool:
    return row.text("name") in _HELP or row.text("type") in _SILENT or _is_beside(row)


def _left(row: Row) -> str:
    return f"{row.number}行目「{row.label or row.text('name')}」（{row.text('type')}）"


def _settings(grid: Grid) -> tuple[dict[str, str], dict[str, str]]:
    """What is said of the whole sheet by our names, and where each of it stands."""
    number, cells = next(_lines(grid), (2, {}))
    names = (*METADATA, SUBJECT)
    told = {one: cells.get(SETTING.get(one, one), "") for one in names}
    return told, {one: _where(SETTINGS, number, SETTING.get(one, one)) for one in names}


def _scale(asked: Sequence[Row], scales: Mapping[str, str], said: str, faults: list[Fault]) -> str:
    """The one scale by which all items are rated, unless the form says which."""
    found = list(dict.fromkeys(scales[one.listed] for one in asked if one.listed in scales))
    faults += [Fault(_where(SURVEY, one.number, "type"), UNKNOWN_LIST) for one in asked if one.listed not in scales]
    if len(found) > 1:
        faults.append(Fault(_where(SURVEY, 1, "type"), f"評価尺度が1つではありません（{'、'.join(found)}）。"))
    elif found and said and said != found[0]:
        faults.append(Fault(_where(SETTINGS, 2, "評価尺度"), f"選択肢の一覧は「{found[0]}」です。"))
    return said or (found[0] if found else "")


def _cells(row: Row, faults: list[Fault]) -> dict[str, str]:
    """What a row says in the columns that ODK has, by our names of them."""
    code, group = _item_code(row), row.group
    if group is None:
        faults.append(
            Fault(_where(SURVEY, row.number, "name"), "章を表すグループ（begin_group）の中に入れてください。")
        )
    called = group.text("name") if group else ""
    matched = _CHAPTER.fullmatch(called)
    chapter = matched[1] if matched else called
    classes, module = (row.text(one) for one in ("対象区分", "対象部門"))
    wanted = xlsform.relevant(
        sheet_draft.classes(sheet_draft.normal(classes)), sheet_draft.MODULE_WORDS.get(module, Module.WHOLE)
    )
    if "対象区分" in row.cells and "".join(row.text("relevant").split()) != "".join(wanted.split()):
        told = f"対象区分・対象部門と合いません（{wanted or '空欄'}になります）。"
        faults.append(Fault(_where(SURVEY, row.number, "relevant"), told))
    return {
        "章コード": chapter,
        "章名": _without(group.label, chapter) if group else "",
        "項目コード": code,
        "項目": _without(row.label, code),
    }


def _places(row: Row, label: str) -> dict[str, str]:
    group = row.group or row
    return {
        "": _where(SURVEY, row.number, ""),
        "章コード": _where(SURVEY, group.number, "name"),
        "章名": _where(SURVEY, group.number, label),
        "項目コード": _where(SURVEY, row.number, "name"),
        "項目": _where(SURVEY, row.number, label),
        **{one: _where(SURVEY, row.number, one) for one in OWN},
    }


def placed(found: Converted, faults: Iterable[Fault]) -> list[Fault]:
    """Faults of the grid where they stand in the form, behind those of the form itself; each once."""
    return list(dict.fromkeys((*found.faults, *(Fault(_place(found, one.where), one.message) for one in faults))))


def _place(found: Converted, where: str) -> str:
    line = re.match("([0-9]+)行目(?:・(.*))?", where)
    if not line:
        return where
    places = found.places.get(int(line[1]), {})
    column = line[2] or ""
    if column in places:
        return places[column]
    return places[""] + (f"・{column}" if column and "・" not in places[""] else "") if places else where
