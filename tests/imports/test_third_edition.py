"""The third edition of the safety sheet: what it asks, what it cites, and how it descends from the second."""

from __future__ import annotations

from functools import cache

import pytest

from checklist.formats import grid_file
from checklist.imports import sheet_files
from checklist.model.sheets import Item, Relation, SheetVersion
from checklist.rules.sheets import lineage, sheet_draft

ADDON, REGIONAL = "医療安全対策加算の施設基準", "医療安全対策地域連携加算の施設基準"
GENERAL = "入院料の通則（医療安全管理体制の基準）"
ORDINANCE = "医療法施行規則（令和8年4月施行の改正、通知の原文を確認）"
RADIATION = "医療法施行規則第1条の11第2項第3号の2"


@cache
def shipped(code: str) -> SheetVersion:
    """A shipped version as its file says it."""
    path = sheet_files.SHIPPED / f"{code}.csv"
    return sheet_draft.version(sheet_draft.read(grid_file.read(path.name, path.read_bytes())))


@cache
def items() -> dict[str, Item]:
    """The items of the third edition by code."""
    return {item.code: item for item in shipped("anzen-3").items}


def test_it_has_the_size_that_was_agreed_and_a_whole_guide_at_every_item() -> None:
    assert 160 <= len(items()) <= 190
    for item in items().values():
        assert all((item.purpose, item.basis, item.procedure, item.evidence)), item.code
        assert item.procedure.endswith("。"), item.code
        assert item.purpose.endswith("。"), item.code


def test_nothing_of_the_second_edition_is_lost_and_only_one_item_is_worded_anew() -> None:
    version, second = shipped("anzen-3"), shipped("anzen-2")
    assert lineage.retired_codes(version, second) == ()
    assert lineage.kept_codes(version) == {item.code for item in second.items}
    assert [link.item_code for link in version.lineage if link.relation is Relation.REWORDED] == ["14-08"]
    assert {item.chapter_code for item in second.items} == {str(number) for number in range(1, 16)}


@pytest.mark.parametrize(
    ("code", "basis"),
    [
        ("1-02", "院内規程、地域で合意した確認事項"),
        ("1-08", f"{GENERAL}、医療法施行規則第1条の11"),
        ("1-17", "院内規程、地域で合意した確認事項"),
        ("3-01", f"{GENERAL}、医療法施行規則第1条の11"),
        ("2-05", "院内規程"),
        ("2-06", "院内規程"),
        ("3-07", "院内規程"),
        ("6-06", "院内規程"),
        ("13-03", "院内規程"),
        ("13-06", "院内規程"),
        ("14-08", ORDINANCE),
        ("1-18", REGIONAL),
        ("16-01", RADIATION),
        ("16-02", RADIATION),
        ("16-03", RADIATION),
        ("16-04", RADIATION),
    ],
)
def test_an_item_rests_on_the_law_that_asks_for_it(code: str, basis: str) -> None:
    assert items()[code].basis == basis


def test_the_add_on_is_cited_only_for_what_its_criteria_say() -> None:
    # 管理体制 (ア)-(カ), 業務 (ア)-(カ) and 部門の業務 (ア)-(ウ) of the notice; 4-01, 4-03 and 4-04 are 院内巡回 and 委員会.
    asked = {"1-03", "1-04", "1-05", "1-06", "1-07", "1-09", "1-15", "1-16", "4-01", "4-03", "4-04", "13-01", "13-02"}
    assert {code for code, item in items().items() if ADDON in item.basis} == asked
    assert {code for code, item in items().items() if REGIONAL in item.basis} == {
        "1-11", "1-12", "1-13", "1-18", "1-19", "4-08",
    }  # fmt: skip


def test_each_class_is_asked_for_the_evaluation_that_it_has_to_receive() -> None:
    assert (items()["1-18"].classes, items()["1-19"].classes) == ((2,), (1,))
    assert "加算1の連携先から受けた" in items()["1-18"].text


TOPICS = (
    "診療用放射線", "医療安全管理者の業務の内容が記録", "医療事故調査制度に携わる職員", "12の重大事象", "未承認・適応外・禁忌",
    "安全使用のための研修", "名称や外観の類似", "インスリン", "抗凝固薬", "与薬時", "人工呼吸器の警報", "回路の接続", "NPPV",
    "高難度新規医療技術", "未承認新規医薬品等", "サインイン", "サインアウト", "体内遺残", "麻酔器", "医師以外の職員が同席",
    "意思決定を支援", "DNAR", "所在が分からなくなった", "暴力・ハラスメント", "虐待", "自殺の危険をうかがわせる",
    "医療安全文化の調査", "職員の心の健康", "夜間・休日に入院患者", "食物アレルギー", "食札", "褥瘡", "検体を受け取る",
    "転院時", "火災", "医療ガス", "身体的拘束の実施状況", "当たらない行為の範囲",
)  # fmt: skip


@pytest.mark.parametrize("topic", TOPICS)
def test_what_was_missing_in_the_second_edition_is_asked_for(topic: str) -> None:
    before = {item.text for item in shipped("anzen-2").items if item.code != "14-08"}
    assert [item.code for item in items().values() if topic in item.text and item.text not in before]
