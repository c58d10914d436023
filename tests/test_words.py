"""Every code has its Japanese word, and dates read as hospital documents write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import StrEnum

import pytest

from checklist import words
from checklist.errors import Trouble
from checklist.model.accounts import Role
from checklist.model.assessments import AssessmentState, Track
from checklist.model.closing import FindingKind, Signatory
from checklist.model.hospitals import HospitalKind
from checklist.model.improvements import PlanState, Sequel
from checklist.model.scales import SCALES
from checklist.model.sheets import Relation
from checklist.model.visits import Duty, VisitMode, VisitState
from checklist.store.db import ROOT

AGAIN = "いきしちひみりぎじびえけせてねべめれ見手立"
"""What stands before 直す where it means to do again (開き直す), or something else (見直す)."""
WRONG = {
    rf"(?<![{AGAIN}])直[さしすせそ]": "修正する",
    r"(?<!複)写(?:[さすせそ]|し(?:て|まし|ます|た))": "複写する",
    r"いまの|(?<![ぁ-ん])いま(?=[はも、一-龠])": "現在",
    r"はじめの日|(?<!の)始まりの日": "開始日",
    r"終わりの日": "終了日",
    r"比べ": "比較対象、比較する",
    r"(?<!いた)だけ": "のみ",
    r"サイン・?イン|ログオン|サインアップ": "ログイン",
    r"サイン・?アウト|ログオフ": "ログアウト",
    r"患者さん": "患者",
    r"揃": "そろ",
    r"この製品|この仕組み": "このシステム",
    r"(?:この|同じ)機械": "端末、サーバー",
    r"終了(?:時の)?会議": "講評会",
    r"試算[：:]|基準で試算|試算（?[適否]": "仮判定",
    r"６２日|62日": "2か月",
    r"自院[がを]訪問する": "自院が評価する医療機関、自院の評価を行う医療機関",
    r"満たすために": "必要な対応",
    r"地方厚生局": "地方厚生（支）局",
    r"病院長[　 ]様|\}　様": "病院長 殿",
}
"""Words that a hospital would not write -> what it writes instead."""
ANY = re.compile("|".join(WRONG))
SURGERY = re.compile(r"手術|麻酔|退室前|体内遺残")
"""Where サインイン and サインアウト are those of the operating room."""
TOLD = {".py", ".js", ".css", ".html", ".typ", ".toml", ".csv", ".md", ".webmanifest"}
SELF = "tests/test_words.py"
# A step that has landed is never edited, what was sealed stays as it is, and what was typed is recognised as it stands.
AS_THEY_STAND = re.compile(rf"{SELF}|store/migrations/|/fields/patient_names\.py")


@pytest.mark.parametrize(
    ("codes", "table"),
    [
        (Role, words.ROLES),
        (Track, words.TRACKS),
        (AssessmentState, words.ASSESSMENT_STATES),
        (VisitState, words.VISIT_STATES),
        (VisitMode, words.VISIT_MODES),
        (HospitalKind, words.HOSPITAL_KINDS),
        (Relation, words.RELATIONS),
        (Duty, words.DUTIES),
        (FindingKind, words.FINDING_KINDS),
        (Signatory, words.SIGNATORIES),
        (Sequel, words.SEQUELS),
        (PlanState, words.PLAN_STATES),
        (Trouble, words.TROUBLES),
        (Trouble, words.TROUBLES_AT_SERVER),
    ],
)
def test_every_code_has_a_word_without_latin_letters(codes: type[StrEnum], table: dict[StrEnum, str]) -> None:
    assert set(table) == set(codes)
    assert not any(character.isascii() and character.isalpha() for word in table.values() for character in word)


def test_every_value_of_every_scale_has_a_word() -> None:
    assert all(value.letter and value.word for scale in SCALES.values() for value in scale.values)


def test_values_stand_in_cells_as_letters_or_words() -> None:
    assert [words.value_word(value) for value in ("A", "NA", "UNVERIFIED", None)] == [
        "A",
        "該当なし",
        "確認不能",
        "未回答",
    ]


def test_dates_and_years() -> None:
    assert words.day(date(2026, 11, 21)) == "2026年11月21日（土）"
    assert words.day(None) == "未定"
    assert words.moment(datetime(2026, 11, 21, 5, 32, tzinfo=UTC)) == "2026年11月21日（土）14:32"
    assert words.moment(None) == ""
    assert words.fiscal_year(2026) == "2026年度（令和8年度）"
    assert words.fiscal_year(2019) == "2019年度（令和元年度）"
    assert [words.year(2026, False), words.year(2026, True)] == ["2026年度", "2026年度（途中）"]
    assert [words.year(2026, over, "105項目") for over in (False, True)] == [
        "2026年度（105項目）",
        "2026年度（途中、105項目）",
    ]
    assert words.fiscal_year(1980) == "1980年度"
    assert words.addon_class(None) == "届出なし"


def texts() -> Iterator[tuple[str, str]]:
    """Every line in Japanese of the product, its data and its tests, and where it stands."""
    for top in ("README.md", "app.py", "pages", "checklist", "data", "tests"):
        for path in sorted([ROOT / top] if (ROOT / top).is_file() else (ROOT / top).rglob("*")):
            place = path.relative_to(ROOT).as_posix()
            if path.suffix in TOLD and not AS_THEY_STAND.search(place):
                for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                    if not line.isascii():
                        yield f"{place}:{number}", line


def wrong(line: str) -> list[str]:
    """What a line says that a hospital would not write, with what it writes."""
    if not ANY.search(line):
        return []
    found = [f"{said} → {right}" for word, right in WRONG.items() for said in re.findall(word, line)]
    return [one for one in found if not (one.startswith("サイン") and SURGERY.search(line))]


def test_every_text_says_it_as_a_hospital_would_write_it() -> None:
    assert [f"{place} {told}" for place, line in texts() for told in wrong(line)] == []


def test_the_answer_to_findings_is_not_called_as_the_paper_of_the_criteria() -> None:
    """業務改善計画書 is A234's own (部門ア); what answers the findings of a visit is the 改善計画書（相互評価）."""
    rooms = re.compile(r"^(checklist|pages)/.*(improvements?[/_.]|/visits/|/closing/)")
    assert [place for place, line in texts() if rooms.search(place) and re.search('"[^"]*業務改善計画', line)] == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("文言を直す", ["直す → 修正する"]),
        ("サインインの画面へ", ["サインイン → ログイン"]),
        ("加算1の病院だけを、いまは比べられません", ["いま → 現在", "比べ → 比較対象、比較する", "だけ → のみ"]),
        ("麻酔導入前のサインインで確認する", []),
        (
            "画面を開き直してください。計画を見直し、写真が写っていないことを確認していただけると、古いままになりません。",
            [],
        ),
        ("評価報告書の写しを受け取り、医療機械と機械式の鍵を点検する", []),
    ],
)
def test_the_test_sees_a_wrong_word_and_leaves_the_others(line: str, told: list[str]) -> None:
    assert wrong(line) == told
