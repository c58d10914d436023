"""One step of an editor of a 改訂案 after the other: what each makes of it, and what cannot be made."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checklist.errors import Refused
from checklist.model.sheets import ChangeKind, Relation, RevisedItem, RevisionChange, RevisionContent
from checklist.rules.sheets import revising
from checklist.rules.sheets.revising import Ground
from tests.world import CODES, FIRST, SECOND

USED = frozenset((*CODES, *(item.code for item in FIRST.items)))
Step = tuple[str, dict[str, object]]


def made(*steps: Step) -> RevisionContent:
    """What steps make of a draft that says the same as the second version: items i0 … i5 in chapters c0 and c1."""
    content = revising.begin(SECOND)
    for edition, (kind, more) in enumerate(steps, start=2):
        step = RevisionChange(f"operation-{edition}", ChangeKind(kind), **more)  # type: ignore[arg-type]
        content = revising.apply(content, step, Ground(SECOND, USED, edition))
    return content


def one(content: RevisionContent, key: str) -> RevisedItem:
    return next(item for item in content.items if item.key == key)


def told(content: RevisionContent) -> list[str]:
    """Every item of the version to come: chapter, code, relation and from where."""
    chapters = {chapter.key: chapter.code for chapter in content.chapters}
    return [
        f"{chapters[item.chapter]} {item.code} {item.relation} {'+'.join(item.descends)}".strip()
        for item in content.current
    ]


SAME = [f"{code[0]} {code} same {code}" for code in CODES]


def test_a_draft_begins_with_everything_that_the_version_before_says() -> None:
    content = revising.begin(SECOND)
    assert told(content) == SAME
    assert [chapter.name for chapter in content.chapters] == [chapter.name for chapter in SECOND.chapters]
    assert [item.texts["text"] for item in content.items] == [item.text for item in SECOND.items]
    assert one(content, "i1").texts["classes"] == "1"
    assert set(one(content, "i0").texts) == set(revising.FIELDS)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([("set", {"key": "i0", "texts": {"text": "指針が最新で、公開されている"}})], {0: "1 1-01 reworded 1-01"}),
        # Put back as it was, or with a blank that nobody sees, it is the same again.
        ([("set", {"key": "i0", "texts": {"text": "別の文"}}), ("set", {"key": "i0", "texts": {"text": " 指針が最新である"}})], {}),
        # The guide is no part of what is compared.
        ([("set", {"key": "i0", "texts": {"purpose": "別の目的", "classes": "2"}})], {}),
        ([("relate", {"key": "i0", "same": False})], {0: "1 1-06 new"}),
        ([("relate", {"key": "i0", "same": False}), ("relate", {"key": "i0", "same": True})], {}),
        ([("relate", {"key": "i0", "same": False}), ("relate", {"key": "i0", "same": False})], {0: "1 1-06 new"}),
        ([("move", {"key": "i0", "chapter": "c0", "after": "i3"})], {0: SAME[1], 1: SAME[2], 2: SAME[3], 3: SAME[0]}),
        ([("move", {"key": "i3", "chapter": "c0", "after": ""})], {0: SAME[3], 1: SAME[0], 2: SAME[1], 3: SAME[2]}),
        ([("move", {"key": "i3", "chapter": "c1", "after": "i4"})], {3: SAME[4], 4: "2 1-05 same 1-05"}),
        ([("move_chapter", {"key": "c1", "after": ""})], dict(enumerate([*SAME[4:], *SAME[:4]]))),
        ([("move_chapter", {"key": "c0", "after": "c1"})], dict(enumerate([*SAME[4:], *SAME[:4]]))),
    ],
)  # fmt: skip
def test_what_is_done_to_one_item_or_its_place(steps: list[Step], expected: dict[int, str]) -> None:
    assert told(made(*steps)) == [expected.get(place, line) for place, line in enumerate(SAME)]


def test_an_item_is_split_and_split_again_and_its_parts_become_one_again() -> None:
    split = made(("split", {"key": "i2"}))
    assert told(split)[2:4] == ["1 1-06 split 1-04", "1 1-07 split 1-04"]
    again = made(("split", {"key": "i2"}), ("split", {"key": "n2"}))
    assert told(again)[2:5] == ["1 1-06 split 1-04", "1 1-07 split 1-04", "1 1-08 split 1-04"]
    part = made(("split", {"key": "i2"}), ("split", {"key": "n2"}), ("merge", {"key": "i2", "other": "n2"}))
    assert told(part)[2:4] == ["1 1-06 split 1-04", "1 1-08 split 1-04"]
    whole = made(("split", {"key": "i2"}), ("merge", {"key": "n2", "other": "i2"}))
    assert told(whole) == SAME


def test_items_are_merged_with_their_texts_under_a_code_of_their_own() -> None:
    merged = made(("merge", {"key": "i2", "other": "i3"}))
    assert told(merged) == [*SAME[:2], "1 1-06 merged 1-04+1-05", *SAME[4:]]
    assert one(merged, "i2").texts["text"] == f"{SECOND.items[2].text}\n{SECOND.items[3].text}"
    third = made(("merge", {"key": "i2", "other": "i3"}), ("merge", {"key": "i2", "other": "i4"}))
    assert told(third)[2] == "1 1-06 merged 1-04+1-05+2-01"


def test_an_item_is_added_with_what_those_beside_it_have_in_common() -> None:
    content = made(("add", {"chapter": "c1", "after": "i4"}))
    assert told(content) == [*SAME[:5], "2 2-04 new", SAME[5]]
    new = one(content, "n2")
    assert (new.texts["text"], new.texts["law_part"], new.texts["classes"], new.texts["place"]) == (
        "", "イ", "1・2", "薬剤部",
    )  # fmt: skip
    assert new.edition == 2
    first = made(("add", {"chapter": "c0"}))
    assert told(first)[0] == "1 1-06 new"


def test_a_code_that_any_version_ever_had_is_not_given_again() -> None:
    # 2-02 was retired by the second version and is not in the draft; 2-03 is.
    assert revising.free_code(revising.begin(SECOND), Ground(SECOND, USED, 2), "2") == "2-04"
    assert revising.free_code(revising.begin(SECOND), Ground(SECOND, {*USED, "2-09"}, 2), "2") == "2-10"
    assert revising.free_code(revising.begin(SECOND), Ground(SECOND, USED, 2), "A.") == "A.-01"


def test_items_are_retired_and_come_back_and_new_ones_are_gone() -> None:
    retired = made(("retire", {"key": "i1"}))
    assert told(retired) == [SAME[0], *SAME[2:]]
    assert [item.key for item in retired.of_chapter("c0", retired=True)] == ["i1"]
    assert told(made(("retire", {"key": "i1"}), ("restore", {"key": "i1"}))) == SAME
    gone = made(("add", {"chapter": "c0", "after": "i0"}), ("retire", {"key": "n2"}))
    assert gone.items == revising.begin(SECOND).items


def test_chapters_are_added_named_and_removed_without_losing_what_was_retired_in_them() -> None:
    content = made(("add_chapter", {}), ("set_chapter", {"key": "d2", "texts": {"name": "情報", "code": "９"}}))
    assert [(chapter.key, chapter.code, chapter.name) for chapter in content.chapters][2] == ("d2", "9", "情報")
    assert [chapter.key for chapter in made(("add_chapter", {"after": "c0"})).chapters] == ["c0", "d2", "c1"]
    emptied = made(("retire", {"key": "i4"}), ("retire", {"key": "i5"}), ("drop_chapter", {"key": "c1"}))
    assert [chapter.key for chapter in emptied.chapters] == ["c0"]
    assert [item.key for item in emptied.of_chapter("c0", retired=True)] == ["i4", "i5"]


@pytest.mark.parametrize(
    ("steps", "fault"),
    [
        ([("set", {"key": "i9", "texts": {"text": "x"}})], "削除または統合"),
        ([("set", {"key": "i0", "texts": {"chapter": "x"}})], "欄の指定"),
        ([("set", {"key": "i0", "texts": {}})], "欄の指定"),
        ([("set", {"key": "i0", "texts": {"text": "あ" * 4001}})], "4,000文字以内"),
        ([("set", {"key": "i0", "texts": {"code": "1-99"}})], "項目コードを変更できません"),
        ([("add", {"chapter": "c0", "after": "i0"}), ("relate", {"key": "n2"})], "前版の1つの項目"),
        ([("split", {"key": "i0"}), ("relate", {"key": "i0"})], "ほかにあります"),
        ([("add", {"chapter": "c0", "after": "i0"}), ("split", {"key": "n2"})], "分割できるのは"),
        ([("merge", {"key": "i0", "other": "i1"}), ("split", {"key": "i0"})], "分割できるのは"),
        ([("retire", {"key": "i0"}), ("split", {"key": "i0"})], "分割できるのは"),
        ([("merge", {"key": "i0", "other": "i0"})], "統合できるのは"),
        ([("add", {"chapter": "c0", "after": "i0"}), ("merge", {"key": "i0", "other": "n2"})], "統合できるのは"),
        ([("retire", {"key": "i1"}), ("merge", {"key": "i0", "other": "i1"})], "統合できるのは"),
        ([("move", {"key": "i0", "chapter": "c9"})], "この章は"),
        ([("move", {"key": "i0", "chapter": "c1", "after": "i1"})], "移動先の項目"),
        ([("move", {"key": "i0", "chapter": "c0", "after": "i0"})], "移動先の項目"),
        ([("add", {"chapter": ""})], "この章は"),
        ([("set_chapter", {"key": "c0", "texts": {"code": "2"}})], "ほかの章で使われています"),
        ([("set_chapter", {"key": "c0", "texts": {"text": "x"}})], "欄の指定"),
        ([("move_chapter", {"key": "c0", "after": "c9"})], "この章は"),
        ([("drop_chapter", {"key": "c0"})], "項目のある章は削除できません"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(steps: list[Step], fault: str) -> None:
    before = made(*steps[:-1])
    with pytest.raises(Refused, match=fault):
        made(*steps)
    assert made(*steps[:-1]) == before


def test_the_last_chapter_stays_and_a_split_item_comes_back_whole_only_alone() -> None:
    nothing: tuple[Step, ...] = tuple(("retire", {"key": f"i{at}"}) for at in range(6))
    with pytest.raises(Refused, match="1つ以上必要"):
        made(*nothing, ("drop_chapter", {"key": "c1"}), ("drop_chapter", {"key": "c0"}))
    content = replace(
        made(("retire", {"key": "i0"})), items=(*made(("retire", {"key": "i0"})).items, replace(one(made(), "i0"), key="x"))
    )  # fmt: skip
    with pytest.raises(Refused, match="復活できません"):
        revising.apply(content, RevisionChange("operation", ChangeKind.RESTORE, "i0"), Ground(SECOND, USED, 9))


def test_control_characters_leave_and_line_ends_are_one_kind() -> None:
    content = made(("set", {"key": "i0", "texts": {"purpose": "一行目\r\n二\x00行目"}}))
    assert one(content, "i0").texts["purpose"] == "一行目\n二行目"


def test_nobody_adds_items_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revising, "MOST", 7)
    assert len(made(("add", {"chapter": "c0"})).items) == 7
    with pytest.raises(Refused, match="7件以内"):
        made(("add", {"chapter": "c0"}), ("split", {"key": "i0"}))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("set", ("i0",)), ("relate", ("i0",)), ("retire", ("i0",)), ("merge", ("i0", "i1")), ("split", ("i0",)),
        ("set_chapter", ("i0",)), ("move", ()), ("add", ()), ("move_chapter", ()), ("add_chapter", ()),
    ],
)  # fmt: skip
def test_of_what_a_step_is_about_nothing_may_have_changed(kind: str, expected: tuple[str, ...]) -> None:
    other = "i1" if kind == "merge" else ""
    assert revising.about(RevisionChange("operation", ChangeKind(kind), "i0", other=other)) == expected


def test_only_what_a_step_changed_has_its_edition() -> None:
    content = made(
        ("split", {"key": "i2"}), ("move", {"key": "i0", "chapter": "c1"}), ("move", {"key": "i1", "chapter": "c0"})
    )
    assert {item.key: item.edition for item in content.items if item.edition} == {"i2": 2, "n2": 2, "i0": 3}
    assert one(content, "i2").relation is Relation.SPLIT
