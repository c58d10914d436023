"""届出様式の記載内容: what to write into the forms of 医療安全対策加算 and 医療安全対策地域連携加算; not a form itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from checklist import words
from checklist.formats.document import Document, Facts, overview
from checklist.formats.table import Column, Table, Value
from checklist.model.records import Course
from checklist.readings import filing_form
from checklist.readings.filing_form import MANAGER, PHYSICIAN, FilingForm, Post
from checklist.rules.criteria.rule_set import RuleSet
from checklist.store import region
from checklist.store.act import View
from checklist.words.records import DEDICATIONS, DEPARTMENTS, ORGANISERS, POSTS, PROFESSIONS

TITLE = "届出様式の記載内容"
NOT_A_FORM = (
    "この用紙は、届出様式に記入する内容をまとめたもので、届出様式ではありません。地方厚生（支）局の様式を使う必要がある"
    "届出では、その様式に転記してください。様式の番号と添付書類は、届け出る局の案内で確かめてください。"
)
BLANK = "このシステムに記録がない事項は空欄です。空欄は、原本を確かめて記入してください。"
UNSEEN = "職員の配置と研修は病院の関係者のみが閲覧できるため、空欄です。"
PLANNED = "連携先は、評価の予定でも記載できます。連携先が変わったときは、改めて届け出ます。"
NOTICE = (
    "準拠した通知：基本診療料の施設基準等及びその届出に関する手続きの取扱いについて（令和6年3月5日 保医発0305第5号）"
    "別添3 第20"
)
NOT_READ = "{}の通知の本文は確認できていません。届出の前に、最新の通知（医療安全対策加算）を確かめてください。"
_LINK = re.compile(r"\s*https?://(?!www\.mhlw\.go\.jp/)\S+")
_MANAGERS = (
    Column("氏名", "text", 14),
    Column("職種", "text", 14),
    Column("専従・専任の別", "text", 12),
    Column("配置日", "date", 22),
    Column("他の業務（1か月）", "text", 12),
    Column("受講した研修", "text", 44),
)
_PHYSICIANS = (*_MANAGERS[:2], Column("医療安全対策の業務を始めた日", "date", 22), *_MANAGERS[3:4], _MANAGERS[-1])
_STAFF = (Column("部門", "text", 20), *_MANAGERS[:4])


def document(view: View, hospital_id: int, on: date | None = None) -> Document:
    """The sheet of a hospital for a day, today without one; raises NotFound or Forbidden."""
    day = on or view.today
    found = filing_form.read(view, hospital_id, day)
    facts = _facts(found, day)
    notes = (NOT_A_FORM, NOTICE, *_newer(found.rule_set), BLANK, *((UNSEEN,) if found.posts is None else ()))
    first, *others = _people(found)
    # A workbook has the notes of tables alone; on paper they stand once, at the head.
    tables = (overview(facts), replace(first, notes=notes), *others, *_partners(found))
    return Document(
        f"{found.partnership.hospital.name} {TITLE}", facts, tables, tables[-1], (), notes,
        region.load(view.db).fictional,
    )  # fmt: skip


def official(source: str) -> str:
    """A source without links to anything but the ministry's own pages."""
    return _LINK.sub("", source)


def _newer(rule_set: RuleSet) -> tuple[str, ...]:
    """What is said of a set whose notice could not be read."""
    return (NOT_READ.format(rule_set.name),) if rule_set.statement else ()


def _facts(found: FilingForm, day: date) -> Facts:
    hospital = found.partnership.hospital
    names = {(one.addon, one.addon_class): one.name for one in found.rule_set.addons}
    filed = [
        (names.get((one.addon, one.addon_class), words.ADDONS[one.addon]),
         f"算定開始　{words.day(one.valid_from)}　　受理番号　{one.receipt_number}")
        for one in found.filings
    ]  # fmt: skip
    return (
        ("保険医療機関名", hospital.name),
        ("所在地", hospital.address),
        ("開設者名", hospital.founder),
        ("許可病床数", f"{hospital.beds}床"),
        *(filed or [("届出の区分", "")]),
        ("基準日", words.day(day)),
    )


def _people(found: FilingForm) -> list[Table]:
    """The tables of posts; each has a line to fill in where nobody is known."""
    tables = [Table("医療安全管理者", _MANAGERS, _rows(found.of_post(MANAGER), _manager, len(_MANAGERS)))]
    if found.partnership.addon_class == 1:
        rows = _rows(found.of_post(PHYSICIAN), _physician, len(_PHYSICIANS))
        note = "医療安全対策に3年以上従事した経験か、適切な研修の修了を示す書類を添付します。"
        tables.append(Table("専任の医師（地域連携加算1）", _PHYSICIANS, rows, (note,)))
    staff: list[tuple[Value, ...]] = []
    for code in DEPARTMENTS:
        staff += [(DEPARTMENTS[code], *row[1:]) for row in _rows(found.of_post(code), _member, len(_STAFF))]
    tables.append(Table("医療安全管理部門の専任職員", _STAFF, tuple(staff)))
    return tables


def _rows(posts: Sequence[Post], row: Callable[[Post], tuple[Value, ...]], width: int) -> tuple[tuple[Value, ...], ...]:
    return tuple(row(one) for one in posts) or (("",) * width,)


def _manager(one: Post) -> tuple[Value, ...]:
    held = one.appointment
    return (
        held.staff_name, PROFESSIONS[held.profession], DEDICATIONS[held.dedication], words.day(held.valid_from),
        f"{held.other_hours:g}時間", _courses(one.courses),
    )  # fmt: skip


def _physician(one: Post) -> tuple[Value, ...]:
    held = one.appointment
    since = words.day(held.safety_since) if held.safety_since else ""
    return (held.staff_name, PROFESSIONS[held.profession], since, words.day(held.valid_from), _courses(one.courses))


def _member(one: Post) -> tuple[Value, ...]:
    held = one.appointment
    day = words.day(held.valid_from)
    return (POSTS[held.post], held.staff_name, PROFESSIONS[held.profession], DEDICATIONS[held.dedication], day)


def _courses(found: Sequence[Course]) -> str:
    """Each training in a line: what, by whom, how long, and when it was finished."""
    return "\n".join(
        f"{one.title}（{one.organiser_name or ORGANISERS[one.organiser]}、{one.hours:g}時間、{words.day(one.finished_on)}修了）"
        for one in found
    )


def _partners(found: FilingForm) -> list[Table]:
    """The partner tables of the 地域連携加算, each with a line to fill in where none is known; none without its filing."""
    if found.partnership.addon_class is None:
        return []
    tables = [found.partnership.table(direction) for direction in found.partnership.directions]
    return [
        Table(one.title, one.columns, one.rows or (("",) * len(one.columns),), (*one.notes, PLANNED)) for one in tables
    ]
