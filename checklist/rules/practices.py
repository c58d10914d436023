"""What a hospital may put into the library of 好事例, and what of an entry without a name may be told."""

from __future__ import annotations

import unicodedata

from checklist.errors import Fault
from checklist.rules.fields import typed_text

TITLE_LIMIT, TEXT_LIMIT = 60, 1000


def joined(title: str, text: str) -> str:
    """Title and text as they are kept: the title is the first line."""
    return f"{typed_text.line(title)}\n{text.strip()}"


def parted(kept: str) -> tuple[str, str]:
    """Title and text of what is kept."""
    title, _, text = kept.partition("\n")
    return title, text


def faults(title: str, text: str, named: bool, hospital: str, consented: bool) -> list[Fault]:
    """Everything wrong with an offer of this hospital."""
    found = [*typed_text.faults({"題名": title})]
    for label, said, limit in (("題名", title, TITLE_LIMIT), ("公開する内容", text, TEXT_LIMIT)):
        if not said.strip():
            found.append(Fault(label, "入力してください。"))
        if len(said) > limit:
            found.append(Fault(label, f"{limit:,}文字以内で入力してください。"))
        if not named and _seen(hospital) in _seen(said):
            found.append(Fault(label, "匿名で公開する文に、自院の名称が含まれています。"))
    if not consented:
        found.append(Fault("公開の同意", "内容を確認し、同意の欄を選択してください。"))
    return found


def may_tell(hospitals: int, minimum: int) -> bool:
    """Whether something may be told of an entry without a name, which so many hospitals have in common."""
    return hospitals >= minimum


def _seen(text: str) -> str:
    """A text as it looks: a soft hyphen or a blank of no width, pasted within a name, hides it from nobody."""
    return typed_text.same("".join(one for one in text if unicodedata.category(one) != "Cf"))
