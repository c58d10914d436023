"""What of the invented consultations left the centre: cases at hospitals' desks, a question to an expert, public editions."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from checklist.demo.cast import Cast, moment
from checklist.demo.hospitals import Recruiter
from checklist.model.accounts import Role
from checklist.model.center import Case
from checklist.model.center.desk import MessageKind
from checklist.model.center.passed import Consent, HospitalDesk
from checklist.readings.center import public_edition
from checklist.store.accounts import people
from checklist.store.center import cases, hospital_desks, messages, openings, transfers
from checklist.store.center.transfers import Passing
from checklist.store.records import records

DESKS = (
    ("患者相談窓口", "医療対話推進者", "平日9:00～16:30", "電話"),
    ("医療相談室", "医療ソーシャルワーカー", "平日8:30～17:00", "電話またはFAX"),
    ("患者サポートセンター", "患者サポート担当看護師", "平日9:00～17:00・土曜9:00～12:00", "電話"),
)
PASSED = (
    ("説明の回数と内容について、窓口で改めて話を聴いてほしいという申し出がありました。", "申し出を受け、担当医が改めて説明する日を設けます。", "改めて説明の機会を設けるので、相談室に連絡してください。"),
    ("診断書の記載内容の訂正について、手続きを知りたいという申し出がありました。", "訂正の手続きは文書課で受け付けています。", "文書課で申請できます。本人確認の書類が必要です。"),
    ("待合室での呼び出し方法について、改善を求める申し出がありました。", "", ""),
    ("入院時の差額ベッド料の説明について、同意書の写しを確認したいという申し出がありました。", "", ""),
)  # fmt: skip
"""What was passed on, what was answered and what of that may be told; the last two wait, the third for too long."""
_USUAL = 20
"""A desk with fewer cases has only just begun, and passes none on."""
ADVICE = "説明の記録の開示を求める手順を先に案内し、面談は窓口の担当者の同席を確認してから勧めるとよいと考えます。"


def tell(cast: Cast, staff: int, first: int, last: int, seed: int) -> None:
    """Write it up to today; `last` is the running fiscal year, `first` that in which the desk was opened."""
    rng = Random(seed * 32_452_843)
    managers = _managers(cast)
    _desks(cast, managers)
    _pass_on(cast, staff, managers)
    _ask(cast, staff, Recruiter(cast.server(cast.present), rng).add("expert", Role.EXPERT))
    for year in range(max(first, last - 1), last + 1):
        at = min(moment(date(year + 1, 4, 20), 10), cast.present)
        public_edition.make(cast.act(staff, at), year)


def _managers(cast: Cast) -> list[tuple[int, int]]:
    """Hospital and safety manager, in the order of the hospitals."""
    found = people.all_people(cast.server(cast.present))
    known = [one for one in found if Role.SAFETY_MANAGER in one.roles and one.hospital_id and one.active]
    return sorted((one.hospital_id or 0, one.id) for one in known)


def _desks(cast: Cast, managers: list[tuple[int, int]]) -> None:
    """Two of three hospitals have written their entry; one of them did so long ago."""
    for place, (hospital, manager) in enumerate(managers):
        if place % 3 == 2:
            continue
        day = cast.today - timedelta(days=420 if place % 7 == 3 else 20 + 3 * place)
        name, contact, hours, way = DESKS[place % len(DESKS)]
        desk = HospitalDesk(hospital, name, contact, hours, f"000-000-{1000 + place}", way, day)
        hospital_desks.write(cast.act(manager, moment(day, 10)), desk)


def _pass_on(cast: Cast, staff: int, managers: list[tuple[int, int]]) -> None:
    known = cases.newest(cast.act(staff, cast.present), 200)
    if len(known) < _USUAL:
        return
    # The third one is old enough for its answer to be overdue.
    chosen = [known[place % len(known)] for place in (10, 17, -1, 3)]
    for turn, ((text, answer, tellable), case) in enumerate(zip(PASSED, chosen, strict=True)):
        hospital, manager = managers[turn % min(2, len(managers))]
        ago = (12, 9, 30, 3)[turn]
        day = max(case.received_on, cast.today - timedelta(days=ago))
        consent = Consent("self", ("phone", "visit")[turn % 2], day)
        number = transfers.pass_on(cast.act(staff, moment(day, 15)), case.id, Passing(hospital, text, consent, True))
        if turn < 3:
            transfers.acknowledge(cast.act(manager, moment(min(day + timedelta(days=1), cast.today), 9)), number)
        if answer:
            transfers.answer(cast.act(manager, cast.present), number, answer, tellable)
    taken_back = known[5]
    records.withdraw(cast.act(staff, cast.present), Case, taken_back.id, taken_back.version, "二重に入力したため")


def _ask(cast: Cast, staff: int, expert: int) -> None:
    """One question is open to the expert and waits; another one has been answered."""
    act = cast.act(staff, cast.present)
    for turn, case in enumerate(cases.newest(act, 12)[8:10]):
        question = (
            "説明の記録を本人が確認する方法を、どの順に案内するとよいか。",
            "同席を求められたときの窓口の対応でよいか。",
        )[turn]
        message = messages.ask(act, case.id, MessageKind.ADVICE, question)
        openings.open_to(act, message, expert, act.today + timedelta(days=14))
        if turn == 0:
            openings.advise(cast.act(expert, cast.present), message, ADVICE)
