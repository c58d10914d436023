"""What the secretariat has of a hospital that shares its entitlement: the answers alone, on every way out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from checklist.model.accounts import Role
from checklist.model.records import Admission
from checklist.papers.criteria import criteria_document
from checklist.readings import criteria
from checklist.rules.criteria.points import standings
from checklist.store import db
from checklist.store.hospitals import hospitals
from checklist.store.records import records
from tests.client import Client
from tests.cycle import who
from tests.rules.criteria.documents import course, manager
from tests.ui import screens
from tests.world import HOST, World, by

DAY = date(2026, 3, 2)
NAME, HOURS, REMEDY, RECORD = "架空花子", "39.5時間", "0.5時間以上の研修を追加で受講", "養成研修"
YEN, ADMITTED = "1,620,000", "1,200人"
PLACES = ("医療安全対策加算1", "医療安全対策地域連携加算1", "（ア）（ロ）")
"""What everybody who may read it finds: the add-ons and the requirements."""


@pytest.fixture
def shared(world: World) -> World:
    """The world, with records of staff and admissions of H01, which shares its entitlement."""
    own, someone = world.hospitals[HOST], who(world, "manager.h01")
    with db.writing() as connection:
        hospitals.share_entitlement(by(connection, someone), own, True)
        for one in (manager(valid_to=date(2026, 4, 1)), course(39.5), Admission(held_on=date(2026, 2, 28), count=100)):
            records.save(by(connection, someone), own, one)
    return world


def squeezed(text: str) -> str:
    """A text without spaces and line breaks, as a page of paper breaks words anywhere."""
    return "".join(text.split())


def written(content: bytes, kind: str) -> str:
    """Every word in a file that somebody took away."""
    if kind == "pdf":
        return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))
    if kind == "xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return squeezed("".join(book.read(name).decode() for name in book.namelist()))
    return squeezed(content.decode("utf-8-sig"))


# Written out: what the page and each file tell the safety manager, and the secretariat never.
@pytest.mark.parametrize(
    ("kind", "inner"),
    [
        ("csv", (NAME, HOURS, REMEDY, RECORD)),
        ("xlsx", (NAME, HOURS, REMEDY, RECORD, YEN, ADMITTED)),
        ("pdf", (NAME, HOURS, REMEDY, RECORD, YEN, ADMITTED)),
    ],
)
def test_no_file_of_the_secretariat_has_a_name_a_reason_or_an_amount(
    shared: World, signed_in: Callable[[str], Client], kind: str, inner: tuple[str, ...]
) -> None:
    place = f"/download/hospitals/{shared.hospitals[HOST]}/criteria.{kind}?on={DAY}"
    own, outside = (written(signed_in(one).http.get(place).content, kind) for one in ("manager.h01", "secretariat"))
    assert {text: text in own for text in (*inner, *PLACES)} == dict.fromkeys((*inner, *PLACES), True)
    assert [text for text in (NAME, HOURS, REMEDY, RECORD, YEN, ADMITTED) if text in outside] == []
    assert [text for text in PLACES if text not in outside] == []


@pytest.mark.parametrize("login", ["manager.h01", "secretariat"])
def test_the_page_tells_the_secretariat_the_answers_alone(
    shared: World, monkeypatch: pytest.MonkeyPatch, login: str
) -> None:
    screens.sign_in(monkeypatch, shared.people[login].id)
    screen = screens.open_page("criteria", on=DAY.isoformat(), hospital=shared.hospitals[HOST])
    shown = squeezed(screens.text(screen))
    inner = (NAME, HOURS, REMEDY, RECORD, YEN, ADMITTED, "示す記録", "/records?kind=", "点数と金額の試算")
    assert {text: text in shown for text in inner} == dict.fromkeys(inner, login == "manager.h01")
    assert ("事務局には判定の結果のみを表示します" in shown) == (login == "secretariat")
    assert "医療安全対策加算1は否（不足1件）" in shown
    assert "要件：医療安全管理体制（ア）（ロ）" in shown
    assert shown.count('<detailsclass="requirement') > 10


def test_the_answers_are_the_same_and_nothing_else_of_the_hospital_is_in_them(shared: World) -> None:
    own = shared.hospitals[HOST]
    with db.reading() as connection:
        inside = criteria.evaluation(by(connection, who(shared, "leader.h01")), own, DAY)
        outside = criteria.evaluation(by(connection, who(shared, "secretariat")), own, DAY)
        (listed,) = criteria.shared(by(connection, who(shared, "secretariat")), DAY)
        assert criteria.alerts(by(connection), outside) == ()
        assert criteria.alerts(by(connection), inside) != ()
    assert listed == outside
    assert [(one.requirement, one.result) for one in outside.judgements] == [
        (one.requirement, one.result) for one in inside.judgements
    ]
    assert [(one.filed, one.result) for one in standings(outside)] == [
        (one.filed, one.result) for one in standings(inside)
    ]
    told = squeezed(repr(inside)), squeezed(repr(outside)), squeezed(repr(criteria.lines(outside)))
    assert [[text in one for text in (NAME, HOURS, REMEDY, RECORD)] for one in told] == [
        [True] * 4,
        [False] * 4,
        [False] * 4,
    ]
    assert (outside.facts.records, outside.facts.visits, outside.facts.documents, outside.facts.partners) == (
        {}, (), (), (),
    )  # fmt: skip


def test_marks_of_the_newest_set_are_for_the_secretariat_as_well(shared: World) -> None:
    with db.reading() as connection:
        found = criteria_document.document(
            by(connection, who(shared, "secretariat")), shared.hospitals[HOST], date(2026, 11, 22)
        )
    assert [column.name for column in found.csv_table.columns] == [
        "加算", "要件", "判定", "基準の内容", "判定の目安", "根拠",
    ]  # fmt: skip
    assert {str(row["根拠"]).splitlines()[0] for row in found.csv_table.records()} == {
        "令和8で確認済み",
        "令和8の通知を未確認",
    }
    assert [one.title for one in found.tables if "金額" in one.title] == []


def test_whoever_is_the_leader_of_the_hospital_too_reads_it_in_full(shared: World) -> None:
    own = shared.hospitals[HOST]
    leader = who(shared, "leader.h01")
    both = replace(leader, roles=leader.roles | {Role.SECRETARIAT})
    visitor = replace(leader, roles=frozenset({Role.SECRETARIAT}))
    with db.reading() as connection:
        assert not criteria.evaluation(by(connection, both), own, DAY).outline
        assert criteria.evaluation(by(connection, visitor), own, DAY).outline
