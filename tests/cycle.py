"""Leads the visit of the small world through its day: submitted, closing meeting, signed, sealed, and into next year."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sqlite_utils import Database

from checklist.model.accounts import Principal
from checklist.model.assessments import Operation, Track
from checklist.model.closing import FindingKind, Signatory
from checklist.model.visits import Visit, VisitMode, VisitState
from checklist.store import db, practices
from checklist.store.assessments import answers, assessment_rows, assessments, expected_items
from checklist.store.closing import closings, findings, sealed_reports, signatures
from checklist.store.files import attachment
from checklist.store.visits import paper_days, visit_papers, visit_steps, visits
from checklist.store.visits.paper_days import PaperDays
from tests.attached_files import pdf
from tests.world import CODES, SECOND, YEAR, World, by, principal

OWN = dict(zip(CODES, ("A", "A", "B", "A", "NA", "A"), strict=True))
THEIRS = dict(zip(CODES, ("A", "B", "B", "C", "NA", "UNVERIFIED"), strict=True))
"""Both sides agree on 1-01, 1-04 and 2-01 (NA); they differ on 1-02, 1-05 and 2-03."""


def who(world: World, login: str) -> Principal:
    """Somebody of the small world as they act."""
    return principal(world.people[login])


def fill(
    connection: Database, someone: Principal, assessment: int, values: Mapping[str, str | None], comment: str = ""
) -> None:
    """Answer items that nobody has answered yet."""
    sent = [Operation(str(uuid.uuid4()), code, 0, value, comment) for code, value in values.items()]
    results = answers.record(by(connection, someone), assessment, sent)
    assert {result.status for result in results} == {"saved"}


def submitted(world: World) -> None:
    """Both sides have submitted and the visitors are on site."""
    manager, member = who(world, "manager.h01"), who(world, "evaluator.h02")
    with db.writing() as connection:
        fill(connection, manager, world.self_assessment, OWN, "自院の状況")
        assessments.submit(by(connection, manager), world.self_assessment)
        fill(connection, member, world.visitor_assessment, THEIRS, "訪問で確認した状況")
        assessments.submit(by(connection, member), world.visitor_assessment)
        visit_steps.move(by(connection, member), world.visit, VisitState.ON_SITE)


def meeting(world: World) -> int:
    """The closing meeting has begun; the id of the agreed assessment."""
    submitted(world)
    with db.writing() as connection:
        closings.open_meeting(by(connection, who(world, "evaluator.h02")), world.visit)
    return agreed_of(world, world.visit)


def agreed_throughout(world: World) -> None:
    """Both sides rate alike all that the host has to answer, and the report is sealed."""
    manager, member = who(world, "manager.h01"), who(world, "evaluator.h02")
    with db.writing() as connection:
        for someone, assessment in ((manager, world.self_assessment), (member, world.visitor_assessment)):
            asked = expected_items.of_assessment(by(connection), assessments.get(by(connection, someone), assessment))
            fill(connection, someone, assessment, dict.fromkeys(asked, "A"))
            assessments.submit(by(connection, someone), assessment)
        visit_steps.move(by(connection, member), world.visit, VisitState.ON_SITE)
        closings.open_meeting(by(connection, member), world.visit)
    sign(world, world.visit)
    seal(world, world.visit)


def agreed_of(world: World, visit: int) -> int:
    """The id of the agreed assessment of a visit."""
    with db.reading() as connection:
        return next(one.id for one in assessment_rows.of_visit(connection, visit) if one.track is Track.AGREED)


def noted(world: World, item: str = "1-05", text: str = "院長の出席が記録されていない") -> int:
    """A finding at an item."""
    with db.writing() as connection:
        return findings.add(
            by(connection, who(world, "evaluator.h02")), world.visit, SECOND.code, item, FindingKind.FINDING, text
        )


def sign(world: World, visit: int, host: str = "架空 院長", evaluator: str = "架空 評価者") -> None:
    """Both sides sign."""
    with db.writing() as connection:
        signatures.sign(by(connection, who(world, "manager.h01")), visit, Signatory.HOST, host)
        signatures.sign(by(connection, who(world, "evaluator.h02")), visit, Signatory.EVALUATOR, evaluator)


def seal(world: World, visit: int) -> int:
    """Seal the report of a signed visit."""
    with db.writing() as connection:
        number, addressee = sealed_reports.suggested(by(connection), visit)
        return sealed_reports.seal(by(connection, who(world, "evaluator.h02")), visit, number, addressee)


def sealed(world: World) -> int:
    """Everything up to a sealed report with one finding at 1-05; the id of the finding."""
    meeting(world)
    finding = noted(world)
    sign(world, world.visit)
    seal(world, world.visit)
    return finding


def sealed_with_practice(world: World, text: str = "手順が現場に定着している") -> tuple[int, int]:
    """The same with a 好事例 at 1-02 beside it; the ids of both."""
    meeting(world)
    return end_with_practice(world, text)


def end_with_practice(world: World, text: str = "手順が現場に定着している") -> tuple[int, int]:
    """The meeting that has begun ends so."""
    finding = noted(world)
    with db.writing() as connection:
        act = by(connection, who(world, "evaluator.h02"))
        good = findings.add(act, world.visit, SECOND.code, "1-02", FindingKind.GOOD_PRACTICE, text)
    sign(world, world.visit)
    seal(world, world.visit)
    return finding, good


def offered(
    world: World, finding: int, named: bool, title: str = "手順を現場に定着させる", text: str = "毎月確かめている"
) -> None:
    """The host's manager puts a 好事例 into the library, or changes what stands there."""
    with db.writing() as connection:
        act = by(connection, who(world, "manager.h01"))
        version = practices.of_finding(act, finding).version
        practices.offer(act, finding, version, named, title, text, consented=True)


def handed_over(world: World, on: date = date(2026, 11, 22)) -> None:
    """The sealed report of the visit is at the host."""
    with db.writing() as connection:
        sealed_reports.hand_over(by(connection, who(world, "evaluator.h02")), world.visit, on)


def reported_on_paper(connection: Database, someone: Principal, visit: int, on: date = date(2026, 11, 20)) -> None:
    """The scanned report of a visit and the day on which it was handed over lead it to 報告済み."""
    paper = visit_papers.add(by(connection, someone), visit, attachment.check("評価報告書.pdf", pdf()))
    paper_days.record(by(connection, someone), visit, PaperDays(None, on, paper))


def next_year(world: World) -> int:
    """A planned visit of the same partners a year later; its id."""
    with db.writing() as connection:
        old = visits.get(by(connection), world.visit)
        plan = replace(old, id=0, fiscal_year=YEAR + 1, visit_date=date(YEAR + 1, 11, 24), state=VisitState.PLANNED)
        return visits.add(by(connection, who(world, "secretariat")), plan, [SECOND.code])


def sealed_by_others(world: World) -> int:
    """The next year H04 visits in place of H02: up to a sealed report with one finding at 1-04; the id of the finding."""
    manager, member, lead = who(world, "manager.h01"), who(world, "evaluator.h04"), world.hospitals["H04"]
    plan = Visit(0, YEAR + 1, world.hospitals["H01"], (lead,), (member.person_id,), date(YEAR + 1, 11, 24),
                 VisitMode.IN_PERSON, VisitState.PLANNED, False, "")  # fmt: skip
    with db.writing() as connection:
        theirs, host = by(connection, member), by(connection, manager)
        visit = visits.add(by(connection, who(world, "secretariat")), plan, [SECOND.code])
        own = assessments.start_self(host, YEAR + 1, SECOND.code)
        rated = next(one.id for one in assessment_rows.of_visit(connection, visit) if one.track is Track.VISITOR)
        for act, assessment in ((host, own), (theirs, rated)):
            fill(connection, act.principal, assessment, OWN, "翌年の状況")
            assessments.submit(act, assessment)
        visit_steps.move(theirs, visit, VisitState.ON_SITE)
        closings.open_meeting(theirs, visit)
        finding = findings.add(theirs, visit, SECOND.code, "1-04", FindingKind.FINDING, "翌年の指摘")
        signatures.sign(host, visit, Signatory.HOST, "架空 院長")
        signatures.sign(theirs, visit, Signatory.EVALUATOR, "架空 東")
        sealed_reports.seal(theirs, visit, "第2号", "病院長")
    return finding


def found_again(world: World, visit: int) -> None:
    """Findings at 1-05 and 2-03 in the report of a later visit, which is a shortened one: a copy of the first."""
    with db.writing() as connection:
        connection.execute("UPDATE visit SET state = 'on_site' WHERE id = ?", [visit])
        for code in ("1-05", "2-03"):
            findings.add(
                by(connection, who(world, "evaluator.h02")), visit, SECOND.code, code, FindingKind.FINDING, "指摘"
            )
        # Past the guard that asks for signatures.
        connection.execute("DROP TRIGGER report_insert")
        connection.execute(
            "INSERT INTO report (visit_id, edition, document_number, addressee, snapshot, sha256, sealed_at, sealed_by) "
            "SELECT ?, 1, document_number, addressee, snapshot, sha256, sealed_at, sealed_by FROM report",
            [visit],
        )
        connection.execute("UPDATE visit SET state = 'reported'")
