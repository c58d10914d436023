"""The audit: who did what, when and from where; written in the transaction of the deed, and never changed."""

from __future__ import annotations

from checklist.model.notices import AuditKind
from checklist.store import rows
from checklist.store.act import Act

_LIMITS = {"address": 60, "device": 300, "detail": 1000}


def note(act: Act, kind: AuditKind, visit_id: int | None = None, about: int | None = None, detail: str = "") -> None:
    """Write down what this act does; for the store alone, which has asked whether it may be done.

    `about` is the person to whom it was done, where that is somebody else.
    """
    texts = {"address": act.whence.address, "device": act.whence.device, "detail": detail}
    row = {name: text[: _LIMITS[name]] for name, text in texts.items()}
    # Nobody of the accounts sits at the server itself.
    person = act.principal.person_id or None
    rows.insert(act, "audit", {"kind": kind, "person_id": person, "visit_id": visit_id, "about_id": about, **row})
