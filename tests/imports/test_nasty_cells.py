"""141 nasty strings in every cell of every table that is taken in: each is stored as it was typed, or told with its row and column."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any

from sqlite_utils import Database

from checklist import imports
from checklist.errors import Fault, Refused
from checklist.formats import csv_file, file_lines, table
from checklist.imports import (
    activity_file,
    attendance_file,
    bureau_list,
    case_file,
    filing_file,
    foreign_sheet,
    guideline_file,
    hospital_file,
    option_file,
    person_file,
    plan_file,
    record_file,
    region_file,
    sheet_files,
    topic_file,
    travel_file,
    xlsform_file,
)
from checklist.model.accounts import Principal
from checklist.model.hospitals import Hospital, HospitalKind
from checklist.model.records import KINDS
from checklist.rules.fields import typed_text
from checklist.rules.fields.example_rows import PREFIX
from checklist.rules.sheets import sheet_draft
from checklist.store import clock, db
from checklist.store.act import Act, trying
from checklist.store.center import desk, guidelines, shipped, topics
from checklist.store.hospitals import hospitals
from tests import nasty_strings
from tests.bare_text import bare
from tests.center_trainings import hold
from tests.imports import bureau_files
from tests.world import HOST, YEAR, World, by, principal

PLACE = re.compile(r"(\d+)行目(?:・(.+))?$")
COUNT = 142
UNDERSTOOD = frozenset({
    "はい", "なし", "○", "〇", "◯", "TRUE", "false", "007", "-0", "1,234", "①②⑳", "㉝㊿",
})  # fmt: skip
"""What says yes or no, or is a number, as people write them: stored as what it means."""
KEPT = {
    "record conference": {"議題と検討内容": 140},
    "record safety_round": {"部署": 122, "巡回した職員": 123, "把握した内容": 141, "講じた対策": 141},
    "record staff_training": {"研修名": 113},
    "record committee_meeting": {"決定事項": 140},
    "record patient_consultation": {"相談後の取扱い": 141},
    "record incident_count": {},
    "record business_plan": {"部署": 122, "実施状況の評価": 140, "改善計画": 140},
    "record notice": {"掲示の場所": 122, "掲示の内容": 140},
    "record guideline": {"文書名": 122, "改訂の内容": 141},
    "record manager_activity": {"相手の部署": 123, "内容": 140},
    "record appointment": {"職員名": 122},
    "record course": {"職員名": 122, "研修名": 122, "主催者名": 122},
    "record admission": {},
    "rounds": {"部署": 122, "件名": 141, "対策": 141, "実施者": 123},
    "conferences": {"内容": 140},
    "attendance": {"施設名": 106},
    "case": {
        "受付番号": 103, "対象施設名": 123, "相談の要旨": 141, "窓口への要望": 123, "合言葉": 123, "繰り返しの話題": 123,
        "対応の記録": 141, "次の予定": 123,
    },
    "option": {"コード": 25, "名称": 140, "上位": 141, "調査コード": 141, "確からしさ": 141, "前の版のコード": 141},
    "topic": {"コード": 16, "名称": 140},
    "guideline": {"項目": 140, "内容": 140, "出典": 141},
    "travel": {},
    "plan": {},
    "sheet": {
        "章コード": 24, "章名": 112, "項目コード": 22, "項目": 101, "部署": 121, "確認場所": 121, "目的": 140, "根拠": 140,
        "確認の手順": 140, "確認資料": 140,
    },
    "hospital": {
        "コード": 95, "病院名": 94, "開設者": 117, "所在地": 117, "受理番号": 117, "感染対策受理番号": 118, "グループ": 118,
        "医療圏": 117,
    },
    "bureau": {"医療機関名称": 101, "医療機関所在地（住所）": 123, "受理番号": 123},
    "filing": {"受理番号": 123},
    "person": {"ログインID": 95, "氏名": 122},
}  # fmt: skip
"""How many of the 141 each column of free text stores as typed; all others are told. Names of one line take neither line ends
nor unseen characters, codes only what codes are made of, and of names that look alike only one is new."""
Cells = dict[tuple[int, str], str]
ABOVE = tuple(zip(("シートコード", "シート名", "版コード", "版番号", "版名", "適用開始年度", "評価尺度", "前の版"),
                  ("x", "架空", "x-1", "1", "初版", "2026", "abcx", ""), strict=True))  # fmt: skip


@dataclass
class Way:
    """A table that goes in: a right cell of each column, by the number of its row, and who takes it in."""

    name: str
    right: Mapping[str, Callable[[int], str]]
    take: Callable[[Act, bytes], object]
    who: Principal
    above: tuple[tuple[str, ...], ...] = ()
    apart: bool = False
    """Faults name the row alone, or the field by another name: one column at a time."""
    ones: tuple[str, ...] = ()
    """The columns that are filled with strings, where these are not all."""
    together: int = 141
    """How many rows a file may have."""

    @property
    def first(self) -> int:
        """The number of the first row below the head, as a spreadsheet counts."""
        return len(self.above) + 2

    def file(self, cells: Cells, numbers: range) -> bytes:
        head = list(self.right)
        rows = [[cells.get((number, name), self.right[name](number)) for name in head] for number in numbers]
        return csv_file.encode_rows([*map(list, self.above), head, *rows])


def always(text: str) -> Callable[[int], str]:
    return lambda _: text


def of_example(text: str) -> Callable[[int], str]:
    """What an empty form shows, on a day of its own in each row."""
    if re.fullmatch(r"\d{4}年\d+月", text):
        return lambda number: f"{2010 + number // 12}年{number % 12 + 1}月"
    if re.fullmatch(r"\d{4}/\d\d/\d\d", text):
        first = date(*map(int, text.split("/")))
        return lambda number: f"{first + timedelta(days=number):%Y/%m/%d}"
    return always(text)


def of_kind(kind: Any, world: World) -> Way:
    found = record_file.template(kind).tables[0]
    right = {
        name: of_example(str(value or "").removeprefix(PREFIX))
        for name, value in zip(found.names, found.rows[0], strict=True)
    }
    right[record_file.CONFIRMED] = always("はい")

    def take(act: Act, data: bytes) -> object:
        return record_file.import_file(act, world.hospitals[HOST], record_file.read(kind, clock.today(), "表", data))

    return Way(f"record {kind.KIND}", right, take, principal(world.people["manager.h01"]))


def region(act: Act, data: bytes) -> object:
    """What would change: everything is stored for it, in an act that is taken back."""
    return region_file.preview(act, region_file.read("表", data))


def wanted(found: Iterable[Any], **right: Callable[[int], str]) -> dict[str, Callable[[int], str]]:
    """The columns of a table, empty where nothing is asked of every row."""
    return {one.name: right.get(one.name, of_example(one.example if one.required else "")) for one in found}


def code(number: int) -> str:
    """The code of one of many hospitals."""
    return f"N{number % COUNT:03}"


def ways(world: World) -> Iterator[Way]:
    """Everything that takes in a table, with a table that it takes in as it is."""
    manager, office, admin, center = (
        principal(world.people[one]) for one in ("manager.h01", "secretariat", "admin", "center")
    )
    yield from (of_kind(kind, world) for kind in KINDS.values())
    hospital = world.hospitals[HOST]

    def log(act: Act, data: bytes) -> object:
        return activity_file.import_file(act, hospital, activity_file.read(clock.today(), "表", data))

    day = of_example("2026/04/01")
    yield Way("rounds", {
        "実施日": day, "種別": always("院内巡回"), "部署": always("病棟"), "件名": always("件"), "対策": always(""),
        "実施者": always("架空"), "氏名でないことを確認": always("はい"),
    }, log, manager, apart=True)  # fmt: skip
    yield Way("conferences", {
        "実施日": day, "種別": always("カンファレンス"), "内容": always("件"), "参加者数": always("6"),
        "うち委員会の構成員": always("4"), "氏名でないことを確認": always("はい"),
    }, log, manager, apart=True)  # fmt: skip
    training = hold(world)
    yield Way("attendance", {
        "病院コード": always(""), "施設名": lambda n: f"架空施設{n}", "職種": always("看護師"), "雇用の形態": always(""),
        "受講の方法": always(""), "受講日": always(""), "人数": always("3"),
    }, lambda act, data: attendance_file.import_file(act, training, attendance_file.read("表", data)), center)  # fmt: skip
    with db.reading() as connection:
        found = case_file.template(by(connection, center)).tables[0]
    right = {
        name: of_example(str(value or "").removeprefix(PREFIX))
        for name, value in zip(found.names, found.rows[0], strict=True)
    }
    right |= {"受付番号": lambda n: f"架空{n}", "氏名でないことを確認": always("はい")}
    yield Way("case", right, lambda act, data: case_file.import_file(
        act, case_file.judge(act, case_file.read("表", data), {})), center)  # fmt: skip
    yield Way("option", dict(zip(option_file.COLUMNS, (
        always("kind"), lambda n: f"k{n}", lambda n: f"名称{n}", *[always("")] * 4,
    ), strict=True)), partial(adopted, option_file.read, lambda act, name, since, found: desk.adopt(
        act, name, since, [*found, *shipped.edition().options])), center, apart=True)  # fmt: skip
    yield Way("topic", dict(zip(topic_file.COLUMNS, (
        lambda n: f"t{n}", lambda n: f"名称{n}", always(""), always("6"), always(""),
    ), strict=True)), partial(adopted, topic_file.read, lambda act, name, since, found: topics.adopt(act, name, since, found)), center, apart=True,
              together=47, ones=("コード", "名称", "点検表の章", "研修の内容"))  # fmt: skip
    yield Way("guideline", {
        "項目": lambda n: f"項目{n}", "業務": always(""), "内容": always("内容"), "出典": always(""),
    }, partial(adopted, guideline_file.read, lambda act, name, since, found: guidelines.adopt(act, name, since, found)), center, apart=True)  # fmt: skip
    yield Way("travel", wanted(travel_file.WANTED[:3], 病院1=code, 病院2=lambda n: code(n + 1)),
              lambda act, data: travel_file.take_in(act, travel_file.read("表", data)), office)  # fmt: skip
    yield Way("plan", wanted(plan_file.WANTED[:6], 受審病院=code, 代表病院=lambda n: code(n + 1)),
              lambda act, data: plan_file.take_in(act, YEAR, 0, plan_file.read("表", data)), office)  # fmt: skip
    parts = ("ア-イ", "ア-ロ", "ア-ハ", "イ")
    yield Way("sheet", {
        "章コード": lambda n: f"{n + 1}", "章名": lambda n: f"章{n}", "項目コード": lambda n: f"{n + 1}-01", "項目": lambda n: f"項目{n}",
        "法令区分": lambda n: parts[n % 4], "対象区分": always("1・2"), "対象部門": always(""), "部署": always("看護部"), "確認場所": always("病棟"),
        "確認方法": always("書類"), **{name: always("") for name in sheet_draft.COLUMNS[10:]},
    }, lambda act, data: sheet_files.import_file(act, sheet_files.read("表", data)), office, ABOVE)  # fmt: skip
    yield Way("hospital", wanted(hospital_file.WANTED, コード=lambda n: f"M{n}", 病院名=lambda n: f"架空新第{n}病院", 加算区分=always("1"),
        算定開始日=always("2024-06-01"), 感染対策向上加算=always("1")), region, office)  # fmt: skip
    row = bureau_files.row(1, "", "医療安全対策加算1", "", beds="")
    listed = {name: always(cell) for name, cell in zip(bureau_files.HEAD, row, strict=True)} | {
        "医療機関番号": lambda n: f"B{n}",
        "医療機関名称": lambda n: f"架空名簿第{n}病院",
        "算定開始年月日": always("令和 6年 4月 1日"),
        "病床数": always("一般　100"),
        "都道府県名": always(""),
    }
    # By the rest it is known which rows count: other filings and dental ones are counted and left out.
    yield Way("bureau", {name: right for name, right in listed.items() if name in bureau_list.COLUMNS}, region, office,
              ones=("医療機関名称", "医療機関所在地（住所）", "受理番号", "算定開始年月日"))  # fmt: skip
    yield Way("filing", wanted(filing_file.WANTED, 病院コード=code), region, office)
    yield Way("person", wanted(person_file.WANTED, ログインID=lambda n: f"user{n}", 所属=always("H01")), region, admin)


def adopted(read: Any, adopt: Any, act: Act, data: bytes) -> object:
    """Put a table into use as the next edition, as the screens of the centre do."""
    found = read("表", data)
    with file_lines.by_row(found):
        return adopt(act, "架空の版", act.today, found)


def stored(connection: Database) -> dict[str, set[str]]:
    """Every text in the database -> the columns in which it stands, the texts of lists one by one."""
    found = defaultdict[str, set[str]](set)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        for row in connection.execute(f'SELECT * FROM "{name}"'):
            for column, value in enumerate(tuple(row)):
                if isinstance(value, str):
                    place = f"{name} {column}"
                    found[value].add(place)
                    if value[:2] in ("[[", "[{", '{"'):
                        with suppress(ValueError):
                            for one in leaves(json.loads(value)):
                                found[one].add(place)
    return found


def leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from leaves(one)


@dataclass
class Found:
    """How many strings each column keeps, and which it neither keeps nor tells."""

    kept: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    understood: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def go(way: Way) -> Found:
    """Take a table in with the strings in its cells, until nothing of it is refused."""
    found = Found()
    names = list(way.ones or way.right)
    for columns in [[one] for one in names] if way.apart else [names]:
        for first in range(0, 141, way.together):
            _go(way, columns, range(first, min(first + way.together, 141)), found)
    return found


def _go(way: Way, columns: list[str], numbers: range, found: Found) -> None:
    strings = {
        (number, name): table.clean(nasty_strings.ALL[(number + 7 * place) % 141])
        for number in numbers
        for place, name in enumerate(columns)
    }
    cells = dict(strings)
    for _ in range(100):
        faults, texts = tried(way, way.file(cells, numbers))
        if not faults:
            break
        told = {place for one in faults for place in _told(way, one, cells, columns, numbers)}
        assert told, (way.name, faults[:5])
        for place in told:
            del cells[place]
    assert not faults, (way.name, faults[:5])
    for name in columns:
        left = {number: text for (number, other), text in strings.items() if other == name and (number, name) in cells}
        found.told[name] += len(numbers) - len(left)
        places = {
            number: set[str]().union(*(texts.get(one, ()) for one in _kept(text))) for number, text in left.items()
        }
        # One column of the database has all that was kept.
        ((column, _),) = Counter(one for here in places.values() for one in here).most_common(1) or [("", 0)]
        kept = {number for number, here in places.items() if column in here}
        found.kept[name] += len(kept)
        found.understood[name] |= {text for number, text in left.items() if number not in kept and text.strip()}


def tried(way: Way, data: bytes) -> tuple[list[Fault], dict[str, set[str]]]:
    """Everything wrong with a file, or else what stands in the database once it is taken in; nothing of it stays."""
    try:
        with trying(way.who) as act:
            way.take(act, data)
            return [], stored(act.db)
    except Refused as refused:
        return refused.faults, {}


def _kept(text: str) -> set[str]:
    """A text as it may be stored: as prose, as a name, or as a code or a login."""
    code = typed_text.code(text)
    return {text, text.strip(), typed_text.prose(text).strip(), typed_text.line(text), code, code.lower()}


def _told(way: Way, fault: Fault, cells: Cells, columns: list[str], numbers: range) -> set[tuple[int, str]]:
    """The cells with a string of which a fault tells; what is wrong between cells of a row tells of all of them."""
    assert fault.message.endswith("。"), fault
    place = PLACE.search(fault.where)
    assert place, (way.name, str(fault))
    number = int(place[1]) - way.first + numbers.start
    own = {(number, place[2])} & cells.keys()
    return own or {(number, name) for name in columns} & cells.keys()


def importers() -> set[Any]:
    """What reads a file of its own in any module."""
    names = (one.name for one in pkgutil.iter_modules(imports.__path__))
    modules = [importlib.import_module(f"checklist.imports.{name}") for name in names]
    reads = (module.read for module in modules if hasattr(module, "read"))
    return {read for read in reads if "data" in inspect.signature(read).parameters}


def test_every_string_in_every_cell_of_every_table_is_stored_as_it_was_typed_or_told_with_its_row(world: World) -> None:
    with db.writing() as connection:
        for number in range(COUNT):
            hospitals.save(
                by(connection),
                Hospital(0, code(number), f"架空第{number}病院", "", "", 100, HospitalKind.GENERAL, False),
            )
    taken = dict[str, dict[str, int]]()
    for way in ways(world):
        found = go(way)
        # Of a closed list, a number or a day hardly any is one.
        taken[way.name] = {name: count for name, count in found.kept.items() if count > 8}
        beyond = {name: texts - UNDERSTOOD for name, texts in found.understood.items()}
        assert not any(beyond.values()), (way.name, beyond)
    assert taken == KEPT


def test_every_importer_is_gone_through() -> None:
    # A form of XLSForm has a walk of its own (test_xlsform_file.py); what is no form of ours is read as it stands below.
    elsewhere = {foreign_sheet.read, xlsform_file.read}
    assert importers() - elsewhere == {
        one.read
        for one in (activity_file, attendance_file, case_file, guideline_file, option_file, plan_file, record_file, region_file,
                    sheet_files, topic_file, travel_file)
    }  # fmt: skip


def test_of_a_sheet_in_a_layout_of_its_own_every_string_is_an_item_or_told_to_be_left_out() -> None:
    texts = [f"{table.clean(one)}の手順を定めている" for one in nasty_strings.ALL]
    rows = [["番号", "点検項目", "判定"], *([str(n), text, ""] for n, text in enumerate(texts, start=1))]
    found = foreign_sheet.read("表", csv_file.encode_rows(rows))
    read = {one.line: one.text for one in found.left_out} | {one.line: one.text for one in found.items}
    lost = [
        text.partition("の手順")[0]
        for line, text in enumerate(texts, start=2)
        if bare(text) not in bare(read.get(line, ""))
    ]
    # What stands before an item is its number or its box to tick.
    assert lost == ["①②⑳", "☑済 ☒未", "1-02", "2-29"]
    assert [(one.line, one.why) for one in found.left_out] == [(1, "見出し"), (135, "注記・集計")]
