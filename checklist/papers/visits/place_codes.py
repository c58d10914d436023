"""A QR code for the door of each place of a visit: it opens the sheet there, for whoever may open it anyway."""

from __future__ import annotations

from urllib.parse import quote

from checklist.formats import qr_code, slips
from checklist.formats.slips import Slip
from checklist.rules.visits import visit_times
from checklist.store import region
from checklist.store.act import View
from checklist.store.assessments import assessments
from checklist.store.hospitals import hospitals
from checklist.store.sheets import sheets
from checklist.store.visits import visits

TITLE = "確認場所のQRコード"
NOTES = (
    "訪問評価者のタブレットで読み取ると、この場所の項目が開きます。",
    "ログインまたは訪問パスで点検表を開いた端末でのみ使えます。点検表の内容は、このコードには含まれません。",
)


def document(view: View, visit_id: int, base: str) -> bytes:
    """The codes as PDF, `base` being the address of the server; raises NotFound or Forbidden."""
    visit, own = visits.get(view, visit_id), region.of(view)
    host = hospitals.get(view, visit.host_id).name
    facts = (("受審病院", host), ("訪問日", visit_times.of_visit(visit) or "未定"))
    made = [Slip(place, facts, code(base, visit_id, place)) for place in places(view, visit_id)]
    return slips.document(TITLE, f"{own.name}　{TITLE}".strip(), made, NOTES, own.fictional)


def places(view: View, visit_id: int) -> tuple[str, ...]:
    """Where the items of the sheets of a visit are checked, in their order."""
    codes = dict.fromkeys(one.version_code for one in assessments.of_visit(view, visit_id))
    found = (item.place for code in codes for item in sheets.get(view, code).items)
    return tuple(dict.fromkeys(filter(None, found)))


def code(base: str, visit_id: int, place: str) -> str:
    """The code of one place as SVG."""
    return qr_code.svg(address(base, visit_id, place), f"{place}のQRコード")


def address(base: str, visit_id: int, place: str) -> str:
    """What the code says; the place stays on the device, since browsers send nothing of what follows the sign."""
    return f"{base}/visit/{visit_id}#place={quote(place, safe='')}"
