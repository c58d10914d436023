"""What somebody is taking down while they speak: kept as it is typed, gone once it is saved."""

from __future__ import annotations

import json
from collections.abc import Mapping

from checklist.model.permission import Thing, Verb
from checklist.store.act import Act, View

MOST = 20_000
"""Characters of JSON; the longest texts of a form are a fifth of it."""


def load(view: View) -> dict[str, object]:
    """The own draft, empty if there is none; raises Forbidden."""
    view.require(Verb.WRITE, Thing.CENTER_RECORDS)
    found = view.db.execute("SELECT content FROM case_draft WHERE person_id = ?", [view.principal.person_id]).fetchone()
    return dict(json.loads(found[0])) if found else {}


def keep(act: Act, content: Mapping[str, object]) -> None:
    """Keep the own draft as it is now; what is longer than any form is left as it was. Raises Forbidden."""
    act.require(Verb.WRITE, Thing.CENTER_RECORDS)
    text = json.dumps(content, ensure_ascii=False)
    if len(text) <= MOST:
        act.db.execute(
            """INSERT INTO case_draft (person_id, content, updated_at) VALUES (?, ?, ?)
                ON CONFLICT (person_id) DO UPDATE SET content = excluded.content, updated_at = excluded.updated_at""",
            [act.principal.person_id, text, act.stamp],
        )


def drop(act: Act) -> None:
    """Throw the own draft away; raises Forbidden."""
    act.require(Verb.WRITE, Thing.CENTER_RECORDS)
    act.db.execute("DELETE FROM case_draft WHERE person_id = ?", [act.principal.person_id])
