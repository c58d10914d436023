"""Words for check sheets and the descent of their items."""

from __future__ import annotations

from checklist.model.sheets import FOCUS_CHAPTER, Audience, Module, Relation, RevisionStep, Stance, Subject
from checklist.words.hospitals import addon_class

RELATIONS = {
    Relation.SAME: "同一",
    Relation.REWORDED: "文言修正",
    Relation.SPLIT: "分割",
    Relation.MERGED: "統合",
    Relation.NEW: "新設",
}
MODULES = {
    Module.DIALYSIS: "透析",
    Module.OBSTETRICS: "産科・新生児",
    Module.PAEDIATRICS: "小児",
    Module.EMERGENCY: "救急",
    Module.SURGERY: "手術・麻酔",
    Module.ENDOSCOPY: "内視鏡・血管造影",
    Module.RADIOTHERAPY: "放射線治療",
    Module.PSYCHIATRY: "精神",
    Module.REHABILITATION: "リハビリ・在宅",
}
"""The departments by which a sheet is divided into modules, in the order of the sheet."""
SHEET_SUBJECTS = {Subject.SAFETY: "医療安全", Subject.INFECTION: "感染対策"}
"""What a sheet is about."""
REVISION = "改訂案"
REVISION_STEPS = {
    RevisionStep.STARTED: "作成中",
    RevisionStep.OPENED: "意見募集中",
    RevisionStep.CLOSED: "意見募集を終了",
    RevisionStep.PUBLISHED: "公表済み",
    RevisionStep.WITHDRAWN: "公表を取下げ",
    RevisionStep.DISCARDED: "破棄",
}
"""Where a 改訂案 stands, by what was done with it last."""
STANCES = {Stance.AGREES: "賛成", Stance.REMARKS: "意見あり"}
EXEMPT = "回答不要"
"""What stands in place of a value at an item that is not for the hospital."""
FOCUS = "重点項目"
LACKING = "設けていない部門"
NOT_COMPARABLE = "比較不可"


def audience(found: Audience) -> str:
    """Whom an item is for; empty for one that is for everybody."""
    classes = [addon_class(one) for one in found.classes] if len(found.classes) == 1 else []
    return "、".join([*classes, *([MODULES[found.module]] if found.module else [])])


def exempt(found: Audience) -> str:
    """What stands at an item that is not for this hospital: for another class, or a department that it is without."""
    return f"{audience(found)}の項目（この病院では{EXEMPT}）"


def left_out(count: int) -> tuple[str, ...]:
    """The sentence under numbers in which so many items that a hospital need not answer are not counted."""
    return (f"この病院では{EXEMPT}の{count}項目は、集計に含めていません。",) if count else ()


def focus_of(year: int) -> str:
    """The 重点項目 of a year, as a heading."""
    return f"{year}年度の{FOCUS}"


def chapter(code: str, name: str) -> str:
    """A chapter with its number; the 重点項目 stand in the list of chapters without one."""
    return name if code == FOCUS_CHAPTER else f"{code}　{name}"
