"""A 改訂案 as its editor shows it: what has changed since an edition, the faults beside each item, what can be compared."""

from __future__ import annotations

from typing import Any

import msgspec

from checklist import words
from checklist.model.permission import Verb
from checklist.model.sheets import RevisionContent
from checklist.rules.sheets import revised_sheet, sheet_check
from checklist.rules.sheets.revised_sheet import RevisedSheet
from checklist.store.act import View
from checklist.store.hospitals import hospitals
from checklist.store.sheets import revision_comments, revisions

CLASSES = {"1・2": "加算1・加算2", "1": "加算1のみ", "2": "加算2のみ"}
"""対象区分 as a file holds it -> what an editor chooses."""


def read(view: View, revision_id: int, since: int = 0) -> dict[str, Any]:
    """What an editor needs beyond what it knows of an edition, 0 for nothing; raises NotFound or Forbidden."""
    one = revisions.get(view, revision_id, Verb.WRITE)
    content = revisions.content(view, revision_id)
    sheet = revisions.sheet(view, one, content)
    # Another edition than was ever made is asked for by nobody who has read this one.
    since = since if 0 <= since <= one.edition else 0
    found = {
        "edition": one.edition,
        "editable": one.is_open,
        "state": words.REVISION_STEPS[one.step],
        "title": f"{one.sheet_name} {one.name}",
        "saved": f"{words.moment(one.changed_at)}（{one.by}さん）",
        "person": view.principal.person_id,
        "chapters": [{"key": each.key, "code": each.code, "name": each.name} for each in content.chapters],
        "order": [each.key for each in content.items],
        "items": msgspec.to_builtins(revisions.changed_since(content, since) if since else content.items),
        "faults": msgspec.to_builtins(revised_sheet.order(sheet.faults, content)),
        "compared": compared(sheet),
        "undo": revisions.may_undo(view, revision_id),
        "comments": _comments(view, revision_id, content),
    }
    return found if since else {**found, "before": _before(sheet), "choices": _choices()}


def compared(sheet: RevisedSheet) -> str:
    """With how many items each version before can be compared, in words."""
    (first, count), *older = sheet.comparable
    told = "、".join(f"{version.name}とは{number}項目" for version, number in older)
    more = f"（{told}）" if told else ""
    return f"{first.name}とは、{len(sheet.version.items)}項目中{count}項目で比較できます{more}。"


def _before(sheet: RevisedSheet) -> dict[str, str]:
    return {item.code: item.text for item in sheet.previous.items}


def _choices() -> dict[str, list[list[str]]]:
    """What can be chosen for a text: what is kept, and the word that is shown."""
    modules = {"": "病院全体"} | {word: word for word in words.MODULES.values()}
    found = {
        "law_part": {"": "なし"} | {part: part for part in sheet_check.LAW_PARTS},
        "classes": CLASSES,
        "module": modules,
        "methods": {method: method for method in sheet_check.METHODS},
        "relation": {relation.value: word for relation, word in words.RELATIONS.items()},
    }
    return {name: [list(pair) for pair in pairs.items()] for name, pairs in found.items()}


def _comments(view: View, revision_id: int, content: RevisionContent) -> list[dict[str, Any]]:
    """What partner hospitals have said so far, the last word of each; `late`: the item was changed since they read it."""
    said = revision_comments.standing(revision_comments.history(view, revision_id)).values()
    names = {each.id: each.name for each in hospitals.all_hospitals(view)} if said else {}
    editions = {each.key: each.edition for each in content.items}
    return [
        {
            "key": one.item_key, "hospital": names[one.hospital_id], "stance": words.STANCES[one.stance],
            "text": one.text, "late": editions.get(one.item_key, 0) > one.edition,
        }
        for one in said
    ]  # fmt: skip
