"""What one step of an editor makes of a 改訂案: items and chapters added, reworded, split, merged, moved and retired."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from checklist import words
from checklist.errors import Fault, Refused
from checklist.model.sheets import (
    ChangeKind,
    Item,
    Relation,
    RevisedChapter,
    RevisedItem,
    RevisionChange,
    RevisionContent,
    SheetVersion,
)
from checklist.rules.fields import typed_text
from checklist.rules.sheets.lineage import COMPARABLE
from checklist.rules.sheets.sheet_draft import normal

FIELDS = (
    "code", "text", "law_part", "classes", "module", "department", "place", "methods", "purpose", "basis", "procedure",
    "evidence",
)  # fmt: skip
"""The texts of an item, in the order of a file's columns."""
CHAPTER_FIELDS = ("code", "name")
LONGEST = 4_000
"""Characters that are kept of one text while it is written; the check says how many a version may have."""
MOST = 1_500
"""Items, retired ones included."""
GONE = "この項目は、ほかの人が削除または統合しました。"

T = TypeVar("T", RevisedChapter, RevisedItem)


@dataclass(frozen=True)
class Ground:
    """What a step rests on: the version before, the codes that any version ever used, and the edition that it makes."""

    previous: SheetVersion
    used: Collection[str]
    edition: int


def begin(previous: SheetVersion) -> RevisionContent:
    """A 改訂案 that says the same as the version before."""
    chapters = tuple(RevisedChapter(f"c{at}", one.code, one.name) for at, one in enumerate(previous.chapters))
    keys = {one.code: one.key for one in chapters}
    items = tuple(
        RevisedItem(f"i{at}", keys[one.chapter_code], Relation.SAME, (one.code,), texts(one))
        for at, one in enumerate(previous.items)
    )
    return RevisionContent(chapters, items)


def texts(item: Item) -> dict[str, str]:
    """The texts of an item of a version as a file holds them."""
    found = {**item.texts, "module": words.MODULES.get(item.module, "")}
    return {name: found[name] for name in FIELDS}


def about(change: RevisionChange) -> tuple[str, ...]:
    """The items and chapters that a step changes, and of which nothing may have changed since they were seen."""
    # Where something stands is nobody's text: of two who move it, the last one has moved it.
    if change.kind in (ChangeKind.ADD, ChangeKind.ADD_CHAPTER, ChangeKind.MOVE, ChangeKind.MOVE_CHAPTER):
        return ()
    return tuple(key for key in (change.key, change.other) if key)


def apply(content: RevisionContent, change: RevisionChange, ground: Ground) -> RevisionContent:
    """What a step makes of a 改訂案; raises Refused where it cannot be made."""
    return _STEPS[change.kind](content, change, ground)


def _find(found: tuple[T, ...], key: str, missing: str = GONE) -> T:
    for one in found:
        if one.key == key:
            return one
    raise Refused(missing)


def _chapter(content: RevisionContent, key: str) -> RevisedChapter:
    return _find(content.chapters, key, "この章は、ほかの人が削除しました。")


def _put(content: RevisionContent, ground: Ground, *changed: RevisedItem) -> RevisionContent:
    """The same with these items in the place of those with their keys."""
    # What is written anew as it stands already is no change, and nobody has to read it again.
    new = {one.key: one if one in content.items else replace(one, edition=ground.edition) for one in changed}
    return replace(content, items=tuple(new.get(one.key, one) for one in content.items))


def _behind(found: Iterable[RevisedChapter], one: RevisedChapter, after: str) -> tuple[RevisedChapter, ...]:
    """The same with one put behind another, or in front."""
    rest = [each for each in found if each.key != one.key]
    place = next((at for at, each in enumerate(rest, start=1) if each.key == after), 0)
    return (*rest[:place], one, *rest[place:])


def typed(found: Mapping[str, str], allowed: Collection[str]) -> dict[str, str]:
    """Texts as they are kept; raises Refused for an unknown name or a text that nobody could read."""
    if not found or not set(found) <= set(allowed):
        raise Refused("変更する欄の指定が正しくありません。")
    if any(len(text) > LONGEST for text in found.values()):
        raise Refused([Fault("", f"1つの欄は{LONGEST:,}文字以内で入力してください。")])
    return {name: typed_text.prose(text) for name, text in found.items()}


def _set(content: RevisionContent, change: RevisionChange, ground: Ground) -> RevisionContent:
    one = _find(content.items, change.key)
    new = typed(change.texts, FIELDS)
    if "code" in new and one.relation in COMPARABLE:
        raise Refused("前版と同じ内容の項目は、項目コードを変更できません。")
    return _put(content, ground, _related(replace(one, texts={**one.texts, **new}), ground))


def _related(one: RevisedItem, ground: Ground) -> RevisedItem:
    """An item that asks the same as before is 同一 or 文言修正 by its text."""
    if one.relation not in COMPARABLE:
        return one
    before = next(item.text for item in ground.previous.items if item.code == one.previous[0])
    # As the check reads it from a file: blanks around a text are none of it.
    same = one.texts["text"].strip() == before
    return replace(one, relation=Relation.SAME if same else Relation.REWORDED)


def _relate(content: RevisionContent, change: RevisionChange, ground: Ground) -> RevisionContent:
    one = _find(content.items, change.key)
    if len(one.previous) != 1:
        raise Refused("前版の1つの項目から作成した項目でのみ選べます。")
    if not change.same:
        if one.relation is Relation.NEW:
            return content
        return _put(content, ground, _coded(replace(one, relation=Relation.NEW), content, ground))
    others = [each for each in content.items if each.key != one.key and not each.retired]
    if any(set(each.descends) & set(one.previous) for each in others):
        raise Refused("前版の同じ項目から作成した項目がほかにあります。先に統合または廃止してください。")
    kept = replace(one, relation=Relation.SAME, texts={**one.texts, "code": one.previous[0]})
    return _put(content, ground, _related(kept, ground))


def _coded(one: RevisedItem, content: RevisionContent, ground: Ground) -> RevisedItem:
    """An item under a code that no version and no other item has ever had."""
    code = free_code(content, ground, _chapter(content, one.chapter).code)
    return replace(one, texts={**one.texts, "code": code})


def free_code(content: RevisionContent, ground: Ground, chapter: str) -> str:
    """The next code of a chapter."""
    known = {*ground.used, *(one.code for one in content.items)}
    numbers = [int(found[1]) for code in known if (found := re.fullmatch(f"{re.escape(chapter)}-([0-9]{{1,4}})", code))]
    return f"{chapter}-{max(numbers, default=0) + 1:02}"


def _add(content: RevisionContent, change: RevisionChange, ground: Ground) -> RevisionContent:
    chapter = _chapter(content, change.chapter)
    beside = content.of_chapter(chapter.key) or content.items[:1]
    # Most items of a chapter are asked of the same people at the same place: less to type, and nothing hidden.
    like = {name: beside[-1].texts[name] for name in ("law_part", "department", "place", "methods")} if beside else {}
    code = free_code(content, ground, chapter.code)
    blank = dict.fromkeys(FIELDS, "") | like | {"code": code, "classes": "1・2"}
    one = RevisedItem(f"n{ground.edition}", chapter.key, Relation.NEW, (), blank, edition=ground.edition)
    return _placed(content, one, change.after)


def _placed(content: RevisionContent, one: RevisedItem, after: str) -> RevisionContent:
    """The same with an item at its place in its chapter, moved there or new."""
    beside = [each.key for each in content.items if each.chapter == one.chapter and each.key != one.key]
    if after and after not in beside:
        raise Refused("移動先の項目は、ほかの人が移動または削除しました。")
    rest = tuple(each for each in content.items if each.key != one.key)
    if len(rest) >= MOST:
        raise Refused(f"項目は{MOST:,}件以内にしてください。")
    first = next((at for at, each in enumerate(rest) if each.chapter == one.chapter), len(rest))
    place = next(at for at, each in enumerate(rest, start=1) if each.key == after) if after else first
    return replace(content, items=(*rest[:place], one, *rest[place:]))


def _split(content: RevisionContent, change: RevisionChange, ground: Ground) -> RevisionContent:
    one = _find(content.items, change.key)
    if one.retired or one.relation not in (*COMPARABLE, Relation.SPLIT):
        raise Refused("分割できるのは、前版の1つの項目から作成した項目です。新設の項目は、項目を追加してください。")
    if one.relation is not Relation.SPLIT:
        one = _coded(replace(one, relation=Relation.SPLIT), content, ground)
        content = _put(content, ground, one)
    new = replace(_coded(one, content, ground), key=f"n{ground.edition}", edition=ground.edition)
    return _placed(content, new, one.key)


def _merge(content: RevisionContent, change: RevisionChange, ground: Ground) -> RevisionContent:
    one, other = _find(content.items, change.key), _find(content.items, change.other)
    if one.key == other.key or one.retired or other.retired or not (one.descends and other.descends):
        raise Refused("統合できるのは、前版から続く2つの項目です。新設の項目は、廃止してください。")
    before = tuple(dict.fromkeys((*one.previous, *other.previous)))
    text = "\n".join(dict.fromkeys((one.texts["text"], other.texts["text"])))
    merged = {name: one.texts[name] or other.texts[name] for name in FIELDS} | {"text": text}
    content = replace(content, items=tuple(each for each in content.items if each.key != other.key))
    new = replace(one, previous=before, texts=merged)
    if len(before) > 1:
        joined = new if one.relation is Relation.MERGED else _coded(new, content, ground)
        return _put(content, ground, replace(joined, relation=Relation.MERGED))
    # The last two parts of an item that was split: it is whole again, and may ask what it asked.
    rest = [each for each in content.items if each.key != one.key and not each.retired]
    if any(set(each.descends) & set(before) for each in rest):
        return _put(content, ground, new)
    whole = replace(new, relation=Relation.SAME, texts={**merged, "code": before[0]})
    return _put(content, ground, _related(whole, ground))


def _retire(content: RevisionContent, change: RevisionChange, ground: Ground) -> RevisionContent:
    one = _find(content.items, change.key)
    if not one.previous:
        return replace(content, items=tuple(each for each in content.items if each.key != one.key))
    return _put(content, ground, replace(one, retired=True))


def _restore(content: RevisionContent, change: RevisionChange, ground: Ground) -> RevisionContent:
    one = _find(content.items, change.key)
    others = [each for each in content.items if each.key != one.key and not each.retired]
    taken = any(set(each.descends) & set(one.descends) for each in others)
    if one.relation in COMPARABLE and taken:
        raise Refused("前版の同じ項目から作成した項目がほかにあるため、復活できません。")
    return _put(content, ground, replace(one, retired=False))


def _move(content: RevisionContent, change: RevisionChange, ground: Ground) -> RevisionContent:
    one = _find(content.items, change.key)
    chapter = _chapter(content, change.chapter)
    edition = one.edition if chapter.key == one.chapter else ground.edition
    return _placed(content, replace(one, chapter=chapter.key, edition=edition), change.after)


def _add_chapter(content: RevisionContent, change: RevisionChange, ground: Ground) -> RevisionContent:
    numbers = [int(one.code) for one in content.chapters if re.fullmatch("[0-9]{1,4}", one.code)]
    name = typed(change.texts, ("name",))["name"].strip() if change.texts else ""
    new = RevisedChapter(f"d{ground.edition}", str(max(numbers, default=0) + 1), name, ground.edition)
    after = change.after or (content.chapters[-1].key if content.chapters else "")
    return replace(content, chapters=_behind(content.chapters, new, after))


def _set_chapter(content: RevisionContent, change: RevisionChange, ground: Ground) -> RevisionContent:
    one = _chapter(content, change.key)
    new = typed(change.texts, CHAPTER_FIELDS)
    if (code := normal(new.get("code", one.code))) in {each.code for each in content.chapters if each.key != one.key}:
        raise Refused(f"章コード「{code[:20]}」は、ほかの章で使われています。")
    changed = replace(one, code=code, name=new.get("name", one.name))
    changed = changed if changed == one else replace(changed, edition=ground.edition)
    return replace(content, chapters=tuple(changed if each.key == one.key else each for each in content.chapters))


def _move_chapter(content: RevisionContent, change: RevisionChange, _: Ground) -> RevisionContent:
    one = _chapter(content, change.key)
    if change.after:
        _chapter(content, change.after)
    return replace(content, chapters=_behind(content.chapters, one, change.after))


def _drop_chapter(content: RevisionContent, change: RevisionChange, ground: Ground) -> RevisionContent:
    one = _chapter(content, change.key)
    if content.of_chapter(one.key):
        raise Refused("項目のある章は削除できません。先に、項目をほかの章へ移すか、廃止してください。")
    rest = tuple(each for each in content.chapters if each.key != one.key)
    if not rest:
        raise Refused("章は1つ以上必要です。")
    # What was retired in it can still be brought back, at the end of another one.
    moved = tuple(
        replace(each, chapter=rest[-1].key, edition=ground.edition) if each.chapter == one.key else each
        for each in content.items
    )
    return RevisionContent(rest, moved)


_STEPS: dict[ChangeKind, Callable[[RevisionContent, RevisionChange, Ground], RevisionContent]] = {
    ChangeKind.SET: _set,
    ChangeKind.RELATE: _relate,
    ChangeKind.ADD: _add,
    ChangeKind.SPLIT: _split,
    ChangeKind.MERGE: _merge,
    ChangeKind.RETIRE: _retire,
    ChangeKind.RESTORE: _restore,
    ChangeKind.MOVE: _move,
    ChangeKind.ADD_CHAPTER: _add_chapter,
    ChangeKind.SET_CHAPTER: _set_chapter,
    ChangeKind.MOVE_CHAPTER: _move_chapter,
    ChangeKind.DROP_CHAPTER: _drop_chapter,
}
