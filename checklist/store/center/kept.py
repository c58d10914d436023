"""Whether the records of a case are still kept: where they have ended, nothing is written any more."""

from __future__ import annotations

from checklist.errors import Refused
from checklist.store.act import View

OVER = "この相談事例は保存期間が満了し、記載を削除しています。新たに記録することはできません。"


def require(view: View, case_id: int) -> None:
    """Raise Refused if the records of a case have ended: what is written behind that would stay in the file for ever.

    Asked by what writes about a case, behind its own question whether anybody may.
    """
    sql = "SELECT 1 FROM retention_end, json_each(case_ids) WHERE value = ?"
    if view.db.execute(sql, [case_id]).fetchone():
        raise Refused(OVER)
