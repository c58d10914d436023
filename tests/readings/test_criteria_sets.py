"""The dated sets of the 施設基準: complete, with a source each, and a broken file told in plain words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from checklist.errors import Refused
from checklist.model.criteria import Certainty
from checklist.readings import criteria_sets
from checklist.rules.criteria.rule_set import RuleSet

KINDS = (
    "certificate", "attendance", "organisation", "members", "policy", "committee_terms", "minutes", "training_plan",
    "training_proof", "round_record", "conference_record", "business_plan", "consultation_record", "notice_photo",
    "physician_proof", "partner_list", "visit_report", "agreement_record", "other",
)  # fmt: skip


def rule_set(code: str) -> RuleSet:
    return next(one for one in criteria_sets.shipped() if one.code == code)


def numbers(found: RuleSet, addon: str, section: str) -> list[str]:
    return [one.number for one in found.of_addon(addon) if one.section == section]


def test_the_stars_say_that_they_were_seen_for_one_class_only() -> None:
    assert any("★" in note and "加算2の適時調査の調査書" in note and "目安" in note for note in rule_set("r06").notes)


@pytest.mark.parametrize("addon", ["safety-1", "safety-2"])
def test_every_line_of_the_table_of_both_classes_is_there(addon: str) -> None:
    found = rule_set("r06")
    system = [
        "（ア）",
        "（ア）（イ）",
        "（ア）（ロ）",
        "（ア）（ハ）",
        "（イ）",
        "（ウ）",
        "（エ）",
        "（オ）",
        "（カ）",
    ]
    assert numbers(found, addon, "医療安全管理体制") == system
    assert numbers(found, addon, "医療安全管理者の業務") == ["（ア）", "（イ）", "（ウ）", "（エ）", "（オ）", "（カ）"]
    assert [one[:3] for one in numbers(found, addon, "医療安全管理部門の業務")] == ["（ア）"] * 2 + ["（イ）"] * 3 + [
        "（ウ）"
    ] * 2


def test_the_regional_addons_ask_for_what_the_notice_says() -> None:
    found = rule_set("r06")
    first = numbers(found, "regional-1", "地域連携")
    assert first == ["対象", "届出", "専任医師", "専任医師の経験・研修", "訪問（加算1へ）", "訪問（加算2へ）", "評価を受ける",
                     "評価の内容", "評価方法の協議", "連携先の届出"]  # fmt: skip
    second = numbers(found, "regional-2", "地域連携")
    assert second == ["対象", "届出", "評価を受ける", "評価の内容", "評価方法の協議", "連携先の届出"]


def test_points_and_dates_of_the_confirmed_set() -> None:
    found = rule_set("r06")
    points = {one.code: one.points for one in found.addons}
    assert points == {"safety-1": 85, "safety-2": 30, "regional-1": 50, "regional-2": 20}
    assert (found.valid_from, found.valid_to) == (date(2024, 6, 1), date(2026, 5, 31))
    assert (found.self_check_as_of, found.self_check_due_month) == ((8, 1), 8)
    assert not found.counts_on(date(2024, 5, 31))
    assert found.counts_on(date(2024, 6, 1))
    assert found.counts_on(date(2026, 5, 31))
    assert not found.counts_on(date(2026, 6, 1))


def test_every_requirement_of_every_set_names_its_source_and_its_yardstick() -> None:
    for found in criteria_sets.shipped():
        assert found.source
        for one in found.requirements:
            assert one.source, one.code
            assert one.measure, one.code
        assert {one.code for one in found.evidence} == set(KINDS)


def test_guesses_of_the_inspection_list_are_marked() -> None:
    certain = {one.code: one.certain for one in criteria_sets.evidence_kinds()}
    assert [code for code in KINDS if certain[code]] == [
        "certificate", "attendance", "organisation", "policy", "committee_terms", "minutes", "training_plan",
        "training_proof", "physician_proof", "partner_list",
    ]  # fmt: skip
    windows = {one.code: one.window for one in criteria_sets.evidence_kinds()}
    assert (windows["attendance"], windows["minutes"], windows["organisation"]) == ("months:1", "years:2", "current")


def test_the_newest_set_differs_by_what_is_known_and_marks_the_rest() -> None:
    old, new = rule_set("r06"), rule_set("r08")
    before = {one.code: one for one in old.requirements}
    kept = [one for one in new.requirements if one.code in before]
    assert [one.code for one in kept if replace(one, certainty=None) != before[one.code]] == ["safety-1.system-a"]
    added = [one.code for one in new.requirements if one.code not in before and one.addon == "safety-2"]
    assert added == [
        "safety-2.desk", "safety-2.general-guideline", "safety-2.general-reporting", "safety-2.general-committee",
        "safety-2.general-training",
    ]  # fmt: skip
    assert len(kept) == len(before)
    found = next(one for one in new.requirements if one.code == "safety-1.system-a")
    assert (found.number_of("other_hours"), found.texts_of("dedication")) == (16, ("dedicated",))
    assert {one.certainty for one in old.requirements} == {None}
    assert [one.code for one in new.requirements if one.certainty is Certainty.CONFIRMED] == ["safety-1.system-a"]
    assert {one.certainty for one in new.requirements if one is not found} == {Certainty.UNSEEN}


def test_points_of_the_newest_set_with_how_far_they_were_confirmed() -> None:
    found = {one.code: (one.points, one.certainty, bool(one.source)) for one in rule_set("r08").addons}
    assert found == {
        "safety-1": (160, Certainty.CONFIRMED, True),
        "safety-2": (70, Certainty.CONFIRMED, True),
        "regional-1": (50, Certainty.UNCHANGED, True),
        "regional-2": (20, Certainty.UNCHANGED, True),
    }
    assert not rule_set("r08").counts_on(date(2026, 5, 31))
    assert rule_set("r08").counts_on(date(2026, 6, 1))


BROKEN = (
    ('code = "r06"', "code = r06", "r06.toml 2行目：TOMLとして読み取れません。"),
    ('source = "points"', 'source = "nowhere"', "r06.toml：「nowhere」がないか"),
    ("valid_from = 2024-06-01", 'valid_from = "soon"', "r06.toml：日付・数・一覧のいずれかの形が正しくありません。"),
    ('code = "system-c"', 'code = "system-b"', "r06.toml：要件「safety-1.system-b」が重複しています。"),
    ('evidence = ["certificate"]', 'evidence = ["receipt"]', "の資料「receipt」は登録されていません。"),
    ('needs = "safety-1"', "needs = 1\npoints = 2", "行目：TOMLとして読み取れません。"),
    ("valid_to = 2026-05-31", "valid_to = 2023-05-31", "r06.toml：適用の終了日が開始日より前です。"),
    ('addons = ["regional-1"]', 'addons = ["regional-3"]', "の加算「regional-3」は登録されていません。"),
)


@pytest.mark.parametrize(("there", "instead", "told"), BROKEN, ids=[one[2] for one in BROKEN])
def test_a_broken_file_is_told_in_words(tmp_path: Path, there: str, instead: str, told: str) -> None:
    text = (criteria_sets.FOLDER / "r06.toml").read_text(encoding="utf-8")
    assert there in text
    (tmp_path / "r06.toml").write_text(text.replace(there, instead), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        criteria_sets.shipped(tmp_path)
    assert told in refused.value.message


def test_a_change_of_something_that_is_not_there_is_told(tmp_path: Path) -> None:
    for name in ("r06.toml", "r08.toml"):
        text = (criteria_sets.FOLDER / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(
            text.replace('code = "safety-1.system-a"', 'code = "safety-9.x"'), encoding="utf-8"
        )
    with pytest.raises(Refused, match=r"r08.toml：「safety-9.x」がないか"):
        criteria_sets.shipped(tmp_path)
