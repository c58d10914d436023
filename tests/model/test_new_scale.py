"""A fourth scale is one definition: everything else takes it as it is."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from checklist import words
from checklist.comparison import comparison
from checklist.comparison.comparison import ALL_CHAPTERS, Selection
from checklist.model.assessments import Operation, Rating
from checklist.model.closing import FindingKind
from checklist.model.scales import OUTSIDE, SCALES, Hue, Scale, ScaleValue
from checklist.papers.sheets import paper_sheet
from checklist.readings import answer_sheet
from checklist.rules import scoring
from checklist.rules.assessments.submission import gaps
from checklist.rules.closing.closing_meeting import Draft, drafts, to_discuss
from checklist.rules.closing.concordance import concordance
from checklist.rules.scoring import Score
from checklist.store import db
from checklist.store.assessments import answers, assessments
from checklist.store.sheets import sheets
from checklist.ui import markup
from checklist.ui.sheets import sheet_view
from tests.comparison import region_of_answers as regions
from tests.world import FIRST, HOST, LEADING, YEAR, World, by, principal

FIVE = Scale(
    "five",
    (
        ScaleValue("5", "5", "とても良い", Hue.GREEN, points=100),
        ScaleValue("4", "4", "良い", Hue.BLUE, points=75),
        ScaleValue("3", "3", "普通", Hue.AMBER, points=50),
        ScaleValue("2", "2", "悪い", Hue.AMBER, points=25, needs_comment=True),
        ScaleValue("1", "1", "とても悪い", Hue.RED, points=0, needs_comment=True, discussed=True),
        *OUTSIDE,
    ),
)
SHEET = replace(FIRST, sheet_code="five", sheet_name="五段階の点検表", code="five-1", scale="five")
GIVEN = {"1-01": "5", "1-02": "4", "1-03": "2", "2-01": "1", "2-02": "UNVERIFIED"}


@pytest.fixture
def five(monkeypatch: pytest.MonkeyPatch) -> Scale:
    """The scale, known to the product."""
    monkeypatch.setitem(SCALES, FIVE.code, FIVE)
    return FIVE


def rating(item: str, value: str | None, comment: str = "") -> Rating:
    return Rating(item, value, comment, 1, datetime(2026, 11, 22, tzinfo=UTC), "評価者")


@pytest.mark.parametrize(
    ("values", "percent"),
    [(["5"], 100.0), (["4"], 75.0), (["3"], 50.0), (["2"], 25.0), (["1"], 0.0), (["5", "4", "4", "NA", None], 83.3)],
)
def test_it_has_a_score_to_a_quarter_of_a_point(values: list[str | None], percent: float) -> None:
    assert scoring.of_values(values, FIVE).percent == percent


def test_its_score_is_defined_in_words() -> None:
    told = scoring.definition(FIVE)
    assert told.startswith(
        "得点率（％）＝（5×1点＋4×0.75点＋3×0.5点＋2×0.25点＋1×0点）÷（5・4・3・2・1の評定数）×100。"
    )


def test_its_grades_are_compared_by_their_distance() -> None:
    found = concordance([("5", "5"), ("2", "5"), ("NA", "1"), (None, "3")], FIVE)
    assert (found.compared, found.same, found.percent) == (2, 1, 50.0)
    assert (found.not_applicable, found.unanswered) == (1, 1)
    near, far = (concordance([("5", "5"), ("1", "1"), ("5", other)], FIVE).kappa for other in ("4", "1"))
    assert near is not None
    assert far is not None
    assert near > far


def test_what_it_says_needs_a_comment_is_a_gap_without_one() -> None:
    ratings = {code: rating(code, value) for code, value in GIVEN.items()} | {"9": rating("9", "1", "手順書がない")}
    assert gaps([*ratings, "8"], ratings, FIVE).uncommented == ("1-03", "2-01", "2-02")
    assert gaps([*ratings, "8"], ratings, FIVE).unanswered == ("8",)


@pytest.mark.parametrize(
    ("own", "visitor", "comes_up"),
    [("2", "2", False), ("5", "5", False), ("1", "1", True), ("UNVERIFIED", "UNVERIFIED", True), ("5", "4", True)],
)
def test_what_it_says_is_discussed_comes_to_the_closing_meeting(own: str, visitor: str, comes_up: bool) -> None:
    assert to_discuss(own, visitor, FIVE) is comes_up


def test_its_best_grade_proposes_a_good_practice() -> None:
    given = [rating("1", "5", "良い"), rating("2", "4", "惜しい"), rating("3", "NA", "なし")]
    assert drafts(given, FIVE) == (
        Draft("1", FindingKind.GOOD_PRACTICE, "良い"),
        Draft("2", FindingKind.FINDING, "惜しい"),
    )


def test_it_is_shown_in_its_words_and_colours(five: Scale) -> None:
    assert [words.value_word(code) for code in (*five.codes, None)] == [
        "5", "4", "3", "2", "1", "該当なし", "確認不能", "未回答",
    ]  # fmt: skip
    assert words.letters(five.commented) == "2・1・確認不能"
    assert sheet_view.scale_words(SHEET) == "評定：5・4・3・2・1・該当なし・確認不能"
    assert markup.rating("1") == '<span class="rating red">1</span>'


def test_it_goes_through_the_database_to_the_tablet_to_paper_and_into_the_comparison(five: Scale, world: World) -> None:
    manager = principal(world.people["manager.h01"])
    with db.writing() as connection:
        connection.execute("INSERT INTO scale VALUES ('five')")
        connection.conn.executemany("INSERT INTO scale_value VALUES ('five', ?)", [(code,) for code in five.codes])
        sheets.add(by(connection), SHEET)
        own = assessments.start_self(by(connection, manager), YEAR, SHEET.code)
        given = [Operation(str(uuid.uuid4()), code, 0, value, "") for code, value in {**GIVEN, "1-01": "A"}.items()]
        results = answers.record(by(connection, manager), own, given)
        assert [one.status for one in results] == ["refused", "saved", "saved", "saved", "saved"]
        assert assessments.gaps(by(connection, manager), own).uncommented == ("1-03", "2-01", "2-02")

        told = answer_sheet.read(by(connection, manager), own)["sheet"]["scale"]
        assert told["code"] == "five"
        assert told["values"][3] == {
            "value": "2",
            "label": "2",
            "word": "悪い",
            "needs_comment": True,
            "discussed": False,
            "hue": "amber",
        }
        paper = paper_sheet.blank(by(connection), SHEET.code)
        assert paper.notes[0].startswith("評定：5＝とても良い、4＝良い、3＝普通、2＝悪い、1＝とても悪い。")
        assert paper.notes[1] == "2・1または確認不能とした項目には、コメントを記入してください。"

        host, evaluator = world.hospitals[HOST], world.hospitals[LEADING]
        visit = regions.add_visit(connection, host, evaluator, YEAR)
        regions.add_assessment(connection, host, YEAR, SHEET.code, dict(GIVEN), visit=visit)
        found = comparison.class_comparison(by(connection), Selection(YEAR, YEAR, sheet="five", addon_class=1))
    cells = [cell.score for cell in found.cells if cell.chapter == ALL_CHAPTERS]
    assert cells == [Score(200, rated=4, unverified=1)]
