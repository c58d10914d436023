"""What is told of no hospital moves nothing that others get: every surface on which nobody is named, before and after.

All facts of one hospital are others afterwards: ratings, findings and what became of them, class, consent, its own assessment
taken back, a case that was passed to it, an answer of one of its people, at last its name. Whoever has no grant to any of it
gets the same from every surface. Each surface is read by somebody as well whom it does tell, and there something moves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import product
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import compute, parquet
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from checklist.comparison import comparison_page
from checklist.errors import Forbidden
from checklist.papers.assessments import leniency_list
from checklist.papers.center import figures_document, survey_document, training_papers
from checklist.papers.region import dataset
from checklist.readings import listing, practices_page
from checklist.rules import disclosure
from checklist.store import db
from checklist.store.accounts import people
from checklist.store.act import View
from checklist.store.center import questionnaires
from checklist.store.hospitals import hospitals
from checklist.store.migrations.m033_answer_vector import LETTERS
from checklist.store.migrations.rebuilding import triggers
from checklist.web.routes import ROUTES
from tests.comparison import region_of_answers as regions
from tests.conftest import copied
from tests.world import by, principal

CODE, NAME, SECRET = "H002", "架空みなと病院", "秘密"
"""Who stands in the library without a name, to whom a case was passed, and who never met any of the readers but the secretariat."""
READERS = ("manager.h003", "leader.h004", "evaluator1.h009", "center", "secretariat")
OPEN = 1
"""A questionnaire that still takes answers."""
PUBLIC = [one for one in ROUTES if isinstance(one, Route) and one.path.startswith("/public/")]
AT = "2026-11-20T01:00:00.000000+00:00"
_OWN = "SELECT id FROM assessment WHERE hospital_id = :one"
_FINDINGS = "SELECT f.id FROM finding f JOIN visit v ON v.id = f.visit_id WHERE v.host_id = :one"
UNTOLD = (
    f"UPDATE finding SET text = '{SECRET}' WHERE id IN ({_FINDINGS})",
    f"""UPDATE finding SET dropped_at = '{AT}' WHERE id IN ({_FINDINGS}) AND kind = 'good_practice'
        AND id NOT IN (SELECT finding_id FROM practice)""",
    f"UPDATE follow_up SET mark = 'recurred' WHERE finding_id IN ({_FINDINGS})",
    f"UPDATE improvement_plan SET completed_on = '2026-11-20', action = '{SECRET}' WHERE finding_id IN ({_FINDINGS})",
    f"INSERT INTO center_consent (hospital_id, given, at, person_id) VALUES (:one, 0, '{AT}', 1)",
    f"UPDATE rating SET comment = '{SECRET}' WHERE assessment_id IN ({_OWN})",
    f"UPDATE person SET name = '{SECRET}' WHERE hospital_id = :one",
)
"""What not even the data for analysts say."""
RATED = (
    f"UPDATE rating SET value = 'C' WHERE assessment_id IN ({_OWN})",
    f"""UPDATE answer_vector SET letters = (SELECT {LETTERS.format(row="assessment")} FROM assessment
        WHERE assessment.id = assessment_id) WHERE assessment_id IN ({_OWN})""",
    "UPDATE assessment SET state = 'open', submitted_at = NULL WHERE hospital_id = :one AND track = 'self' AND fiscal_year = 2024",
    "UPDATE filing SET addon_class = 3 - addon_class WHERE hospital_id = :one AND addon = 'safety'",
)
_CASES = "SELECT {}(case_id) FROM case_transfer WHERE hospital_id = :one"
PASSED = (
    f"""UPDATE center_case SET summary = '{SECRET}', facility_name = '{SECRET}', subject = '2', detail = ''
        WHERE id = ({_CASES.format("min")})""",
    f"UPDATE center_case SET withdrawn_at = '{AT}', withdraw_reason = '{SECRET}' WHERE id = ({_CASES.format('max')})",
    f"""INSERT INTO questionnaire_answer (questionnaire_id, operation_id, content, answered_on)
        SELECT {OPEN}, hex(randomblob(16)), '{{"1": 1, "2": "{SECRET}"}}', '2026-11-20' WHERE :one""",
)
"""What the centre knows of it, and what one of its people answers without a name."""
RENAMED = (f"UPDATE hospital SET name = '龍{SECRET}', code = 'Z{SECRET}' WHERE id = :one",)
NAMED = ("UPDATE practice SET named = 1 WHERE finding_id IN (" + _FINDINGS + ")",)
SEARCHES = (
    *({"q": word} for word in (SECRET, NAME, CODE, "3か月後")),
    *({"class": one} for one in "12"),
    *({"sort": f"{sign}{place}"} for sign, place in product(("", "-"), range(1, 7))),
    {},
)
SPANS = ({"first": "2022", "last": "2025"}, {"first": "2025", "last": "2026", "track": "self", "chapter": "1"})
Look = Callable[[View], object]
Told = dict[tuple[str, str], str]
"""(login, surface) -> everything that is read there; what is refused says so."""


def library(view: View) -> object:
    """The list in every order, and what every search and choice finds of it."""
    found = practices_page.library(view)
    return [[line.cells for line in listing.kept(found, listing.asked(found, one))] for one in SEARCHES]


def compared(kind: str) -> Look:
    """Everything on the page of a comparison."""
    return lambda view: [comparison_page.read(view, kind, {**span, "sheet": "anzen"}) for span in SPANS]


def answered(view: View) -> object:
    """What was answered to a questionnaire up to now; not how many have answered."""
    return [(one.counts, one.texts) for one in questionnaires.tallies(view, questionnaires.get(view, OPEN), 5)]


SURFACES: Mapping[str, Look] = {
    "library": library,
    "leniency": lambda view: leniency_list.asked(view, {}),
    "funnel": compared("hospitals"),
    "overrating": compared("tracks"),
    "public figures": lambda view: figures_document.document(view, "fy2026", True),
    "questionnaire": answered,
    "results": lambda view: training_papers.results(view, OPEN),
    "survey": lambda view: survey_document.document(view, 2026),
}
OF_CENTER = ("public figures", "questionnaire", "results", "survey")


def read(surfaces: Iterable[str] = SURFACES) -> Told:
    """What everybody gets of some surfaces."""
    found = {}
    with db.reading() as connection:
        for login, surface in product(READERS, surfaces):
            view = by(connection, principal(people.by_login(by(connection), login)))
            try:
                found[login, surface] = str(SURFACES[surface](view))
            except Forbidden:
                found[login, surface] = "Forbidden"
    return found


def moved(before: Told, after: Told) -> set[tuple[str, str]]:
    """What is not the same as it was."""
    return {one for one, told in after.items() if before[one] != told}


def published() -> list[bytes]:
    """What anybody gets without signing in: the page of the council, and every paper behind it."""
    anybody = TestClient(Starlette(routes=PUBLIC))
    page = anybody.get("/public/council")
    papers = re.findall(r'href="(/public/council/papers/[^"]+)"', page.text)
    answers = [page, *map(anybody.get, papers)]
    assert len(papers) > 1
    assert {one.status_code for one in answers} == {200}
    return [one.content for one in answers]


def data(folder: Path) -> dict[str, pa.Table]:
    """The data for analysts: each file as a table, and their dictionary as one of a single line."""
    with db.reading() as connection:
        dataset.write(by(connection), folder, "region")
    files = {path.stem: parquet.read_table(path) for path in (folder / "region=region").iterdir()}
    return {**files, "dictionary": pa.table({"all": [(folder / "dictionary.csv").read_text(encoding="utf-8-sig")]})}


def happen(one: int, *events: str) -> None:
    """Change what the database holds of the hospital; then the server makes what is due."""
    with db.writing() as connection:
        for trigger in triggers(connection):
            connection.execute(f"DROP TRIGGER {trigger}")
        for event in events:
            assert connection.execute(event, {"one": one}).rowcount > 0, event
        regions.release(connection)


@pytest.fixture
def region_db(demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The invented region with its files, to change."""
    path = copied(demo_file, tmp_path, monkeypatch)
    path.with_name(f"{path.name}.files").symlink_to(demo_file.with_name(f"{demo_file.name}.files"))
    return path


def test_what_is_told_of_no_hospital_moves_nothing_for_whoever_has_no_grant(region_db: Path, tmp_path: Path) -> None:
    # So that one answer more does not fill a step.
    with db.reading() as connection:
        one = hospitals.by_code(by(connection), CODE).id
        came = connection.execute("SELECT count(*) FROM questionnaire_answer WHERE questionnaire_id = ?", [OPEN])
        lacking = -came.fetchone()[0] % disclosure.steps(5)[-1]
    happen(one, *PASSED[-1:] * lacking)
    before, raw, public = read(), data(tmp_path / "raw"), published()
    assert len({before[login, "library"] for login in READERS}) == 1
    happen(one, *UNTOLD)
    again = data(tmp_path / "again")
    assert [name for name, told in raw.items() if again[name] != told] == []
    happen(one, *RATED)
    after = read(one for one in SURFACES if one != "public figures")
    # The secretariat knows every hospital by name and is told of ratings; and the data, but not of any other hospital.
    assert moved(before, after) == {("secretariat", name) for name in ("leniency", "funnel", "overrating")}
    again = data(tmp_path / "rated")
    for name in ("assessments", "ratings"):
        assert again[name] != raw[name], name
        first, then = (table.filter(compute.not_equal(table["hospital"], CODE)) for table in (raw[name], again[name]))
        assert first == then, name
    happen(one, *PASSED)
    told = read(OF_CENTER)
    assert moved(before | after, told) == {("center", name) for name in ("survey", "results")}
    happen(one, *RENAMED)
    unnamed = read(["library"])
    assert moved(after, unnamed) == set()
    assert published() == public
    happen(one, *NAMED)
    assert moved(unnamed, read(["library"])) == {(login, "library") for login in READERS}
