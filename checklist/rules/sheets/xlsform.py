"""A check sheet as an XLSForm, the form in which ODK and Kobo take their questionnaires (xlsform.org): its three sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from checklist import words
from checklist.model.scales import SCALES, ScaleValue
from checklist.model.sheets import Item, Lineage, Module, SheetVersion
from checklist.rules.sheets import sheet_draft
from checklist.rules.sheets.sheet_draft import METADATA, SUBJECT, Grid

SURVEY, CHOICES, SETTINGS = SHEETS = ("survey", "choices", "settings")
LANGUAGE = "日本語 (ja)"
LABEL, HINT, GUIDE = (f"{name}::{LANGUAGE}" for name in ("label", "hint", "guidance_hint"))
OWN = tuple(one for one in sheet_draft.COLUMNS if one not in ("章コード", "章名", "項目コード", "項目"))
"""Columns that ODK passes over: what our sheet knows of an item, as it is."""
_HEAD = ("type", "name", LABEL, HINT, GUIDE, "required", "relevant", "appearance", *OWN)
ITEM, COMMENT, POINTED_OUT, CHAPTER = "q_", "comment_", "finding_", "chapter"
"""What stands before a code in a name, which may not begin with a figure there."""
CLASS, DEPARTMENTS = "addon_class", "departments"
"""The questions at the beginning from which it follows which items are for a hospital."""
SETTING = {"版コード": "form_id", "版番号": "version"}
"""Where ODK has a name of its own for something that is said of a whole sheet."""
_SETTINGS = tuple(SETTING.get(one, one) for one in (*METADATA, SUBJECT))
BETWEEN = "\u3000"
_GUIDE = {"目的": "目的", "根拠": "根拠", "確認の手順": "手順", "確認資料": "資料"}
_REFERENCE, _PLAIN = "${", "$\u200b{"


def plain(text: str) -> str:
    """A text in which nothing refers to another question."""
    return text.replace(_REFERENCE, _PLAIN)


def written(text: str) -> str:
    """What was made plain, as it was written."""
    return text.replace(_PLAIN, _REFERENCE)


def relevant(classes: Iterable[int], module: Module) -> str:
    """When an item is asked, as an expression of XPath; empty for those that everybody is asked."""
    found = list(classes)
    asked = [f"selected(${{{CLASS}}}, '{found[0]}')"] if len(found) == 1 else []
    asked += [f"selected(${{{DEPARTMENTS}}}, '{module.value}')"] if module else []
    return " and ".join(asked)


def sheets(version: SheetVersion) -> dict[str, Grid]:
    """The three sheets by their names."""
    return {
        SURVEY: (_HEAD, *map(_padded, _survey(version))),
        CHOICES: (("list_name", "name", LABEL), *_choices(version)),
        SETTINGS: _settings(version),
    }


def _padded(row: tuple[str, ...]) -> tuple[str, ...]:
    return (*row, *("",) * (len(_HEAD) - len(row)))


def _survey(version: SheetVersion) -> Iterator[tuple[str, ...]]:
    if any(len(one.classes) == 1 for one in version.items):
        yield f"select_one {CLASS}", CLASS, "訪問を受ける病院の加算の区分", "", "", "yes"
    if any(one.module for one in version.items):
        yield f"select_multiple {DEPARTMENTS}", DEPARTMENTS, "訪問を受ける病院にある部門"
    names = {one.code: one.name for one in version.chapters}
    links = {one.item_code: one for one in version.lineage} if version.previous_code else {}
    runs: dict[str, int] = {}
    before = ""
    for item in version.items:
        if item.chapter_code != before:
            if before:
                yield ("end_group",)
            before = item.chapter_code
            runs[before] = runs.get(before, 0) + 1
            # No two groups may have one name, and a chapter may go on after another one.
            called = f"{CHAPTER}{runs[before] if runs[before] > 1 else ''}_{before}"
            yield "begin_group", called, plain(f"{before}{BETWEEN}{names[before]}")
        yield from _item(item, version.scale, links.get(item.code))
    if before:
        yield ("end_group",)


def _item(item: Item, scale: str, link: Lineage | None) -> Iterator[tuple[str, ...]]:
    asked, values = f"${{{ITEM}{item.code}}}", SCALES[scale].values
    own = dict(zip(sheet_draft.COLUMNS, sheet_draft.row_of(item, "", link), strict=True))
    hint = "　".join(f"{name}：{own[name]}" for name in ("確認場所", "確認方法") if own[name])
    guide = "\n".join(f"{word}：{own[name]}" for name, word in _GUIDE.items() if own[name])
    when = relevant(item.classes, item.module)
    yield (
        f"select_one {scale}", ITEM + item.code, plain(f"{item.code}{BETWEEN}{item.text}"), plain(hint), plain(guide), "yes",
        when, "", *(plain(own[name]) for name in OWN),
    )  # fmt: skip
    needs = _any(asked, values, lambda one: one.needs_comment)
    told = f"{asked} != ''"
    yield "text", COMMENT + item.code, f"{item.code}{BETWEEN}コメント", "", "", needs, told, "multiline"
    worse = _any(asked, values, lambda one: one.graded and one.needs_comment)
    yield "text", POINTED_OUT + item.code, f"{item.code}{BETWEEN}指摘事項", "", "", "", worse, "multiline"


def _any(asked: str, values: Iterable[ScaleValue], is_one: Callable[[ScaleValue], bool]) -> str:
    return " or ".join(f"{asked} = '{one.code}'" for one in values if is_one(one))


def _choices(version: SheetVersion) -> Iterator[tuple[str, ...]]:
    for one in SCALES[version.scale].values:
        word = one.letter if one.letter == one.word else f"{one.letter}{BETWEEN}{one.word}"
        yield version.scale, one.code, word
    yield from ((CLASS, str(number), f"加算{number}") for number in (1, 2))
    yield from ((DEPARTMENTS, module.value, word) for module, word in words.MODULES.items())


def _settings(version: SheetVersion) -> Grid:
    told = {row[0]: row[1] for row in sheet_draft.head(version)}
    values = (plain(told.get(name, "")) for name in (*METADATA, SUBJECT))
    title = plain(f"{version.sheet_name} {version.name}")
    return (("form_title", "default_language", *_SETTINGS), (title, LANGUAGE, *values))
