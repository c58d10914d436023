"""Sealed reports of the region, byte by byte: read into their types and written again they are what was sealed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from checklist.errors import Refused
from checklist.model.closing import FindingKind, Signatory, report
from checklist.model.visits import VisitMode
from checklist.rules.closing import erasure
from checklist.store import db
from checklist.store.act import acting
from checklist.store.closing import erasures, sealed_reports
from tests import cycle
from tests.cycle import who
from tests.world import World, by

FORMAT_1 = Path(__file__).with_name("report_format_1.json")
"""A report of the invented region, as it was sealed before reports had types; never written anew."""
SHA256 = "b4284e90b6e8cbbe1b128756e4db5bc8aa7905125ca6059174391dbc14d32092"


def test_a_report_sealed_in_format_1_is_read_for_good_and_keeps_its_hash() -> None:
    content = FORMAT_1.read_bytes()
    assert hashlib.sha256(content).hexdigest() == SHA256
    found = report.decode(content)
    assert report.canonical(found).encode() == content
    assert erasure.digest(report.canonical(found)) == SHA256


def test_what_format_1_says_is_found_under_its_names() -> None:
    found = report.decode(FORMAT_1.read_bytes())
    (sheet,) = found.sheets
    assert (found.format, found.fictional, found.visit.mode) == (1, True, VisitMode.IN_PERSON)
    assert found.head.number == f"医安相{found.visit.fiscal_year}-{found.visit.id:03d}-1"
    assert found.head.addressee == f"{found.visit.host.name} 病院長"
    assert [one.side for one in found.signatures] == [Signatory.HOST, Signatory.EVALUATOR]
    assert {one.kind for one in found.findings} == set(FindingKind)
    assert sum(one.agreed_value is None for one in sheet.items) == sum(one.agreed is None for one in sheet.items) > 0
    rated = [(one.own.value, one.visitor.value) for one in sheet.items if one.own and one.visitor]
    assert sheet.concordance.same == sum(own == visitor and own in set("ABC") for own, visitor in rated)
    assert {one.item for one in sheet.photos} <= {one.code for one in sheet.items}
    assert found.follow_ups
    assert found.visit.members


def test_every_report_of_the_region_is_written_again_byte_by_byte(demo_db: Path) -> None:
    with db.reading() as connection:
        rows = connection.execute("SELECT CAST(snapshot AS BLOB) AS content, sha256 FROM report").fetchall()
    assert len(rows) > 50
    for row in rows:
        content = report.canonical(report.decode(row["content"])).encode()
        assert content == row["content"]
        assert hashlib.sha256(content).hexdigest() == row["sha256"]


@pytest.fixture
def newer(world: World) -> World:
    """A world with a report sealed in a format that this program does not know, its hash true."""
    agreed = cycle.meeting(world)
    assert agreed
    cycle.noted(world)
    cycle.sign(world, world.visit)
    with pytest.MonkeyPatch.context() as monkeypatch:
        written = report.canonical
        monkeypatch.setattr(report, "canonical", lambda found: written(found).replace('"format":4,', '"format":5,'))
        cycle.seal(world, world.visit)
    return world


def test_a_report_of_a_newer_format_is_neither_shown_nor_erased_from(newer: World) -> None:
    with db.reading() as connection, pytest.raises(Refused, match="第5形式"):
        sealed_reports.snapshot(by(connection, who(newer, "leader.h01")), newer.visit)
    with db.reading() as connection:
        (found,) = erasures.findings_of(by(connection, who(newer, "manager.h01")), newer.visit)
    with pytest.raises(Refused, match="第5形式"), acting(who(newer, "manager.h01")) as act:
        erasures.erase(act, found, "患者名の記載")
    with db.reading() as connection:
        assert erasures.findings_of(by(connection, who(newer, "manager.h01")), newer.visit) == [found]
        assert connection.execute("SELECT count(*) FROM erasure").fetchone()[0] == 0
