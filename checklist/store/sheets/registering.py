"""A new version of a sheet on its way into the register, from a file or from a 改訂案: checked once, in the same way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from checklist import words
from checklist.errors import Fault, Refused
from checklist.model.permission import Thing, Verb
from checklist.model.sheets import SheetVersion
from checklist.rules.sheets import sheet_check, sheet_draft
from checklist.rules.sheets.sheet_draft import SUBJECT, Draft
from checklist.store.act import Act, View
from checklist.store.sheets import sheets


def history(view: View, sheet_code: str) -> list[SheetVersion]:
    """The registered versions of a sheet, the newest first; none of an unknown one."""
    view.require(Verb.READ, Thing.SHEETS)
    codes = [line.code for line in sheets.versions(view) if line.sheet_code == sheet_code]
    found = sheets.several(view, codes)
    return [found[code] for code in codes]


def register(act: Act, draft: Draft, holds_from: date | None = None) -> SheetVersion:
    """Check a draft and store its version; raises Forbidden, or Refused with every fault and nothing stored."""
    act.require(Verb.WRITE, Thing.SHEETS)
    known = history(act, draft.cell("シートコード").text)
    if found := _clashes(act, draft, known) + sheet_check.faults(draft, known):
        raise Refused(found)
    version = sheet_draft.version(draft)
    # Said once for the whole sheet: a later version need not repeat it.
    version = replace(version, subject=known[0].subject) if known else version
    sheets.add(act, version, holds_from)
    return version


def _clashes(view: View, draft: Draft, known: Sequence[SheetVersion]) -> list[Fault]:
    """What a new version may not share with those already stored."""
    code, number = draft.cell("版コード"), draft.cell("版番号")
    if code.text in {line.code for line in sheets.versions(view)}:
        return [Fault(f"{code.line}行目・版コード", f"「{code.text}」はすでに登録されています。")]
    if draft.number("版番号") in {version.number for version in known}:
        return [Fault(f"{number.line}行目・版番号", f"版番号{number.text}の版はすでに登録されています。")]
    told = draft.cell(SUBJECT)
    if told.text and known and sheet_draft.SUBJECTS.get(told.text) is not known[0].subject:
        stored = words.SHEET_SUBJECTS[known[0].subject]
        return [Fault(f"{told.line}行目・{SUBJECT}", f"この点検表は「{stored}」として登録されています。")]
    return []
