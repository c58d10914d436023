"""How each writing function of the store is called, first those of a region and a hospital: validly, for anybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from checklist.model.accounts import Person, Role
from checklist.model.backups import BackupPlan, BackupRun
from checklist.model.criteria import Correction, Direction
from checklist.model.hospitals import Addon, Filing
from checklist.model.notices import Mail, MailPlan, Notification, NotificationChoice, NotificationKind
from checklist.model.plan import PlanDraft, PlannedVisit
from checklist.model.records import Conference
from checklist.model.region import Region
from checklist.model.sheets import Module
from checklist.readings import criteria_sets
from checklist.rules.evidence.evidence_days import DocumentFields
from checklist.rules.notices.digest import Digest
from checklist.rules.records.incidents import TypedRow
from checklist.store import region, rows
from checklist.store.accounts import people, sessions
from checklist.store.act import Act
from checklist.store.assessments import editions
from checklist.store.backups import backup_plans, backup_runs
from checklist.store.criteria import rule_corrections, settlements
from checklist.store.criteria.settlements import SettlementFields
from checklist.store.evidence import evidence_documents
from checklist.store.files import attachment
from checklist.store.hospitals import (
    bed_counts,
    center_consents,
    filing_events,
    filing_partners,
    hospitals,
    lacking_modules,
    name_signs,
)
from checklist.store.notices import calendar_feeds, mail_plans, mails, notices
from checklist.store.plan import publishing, travel_times, year_plans
from checklist.store.records import incident_months, record_erasures, records
from checklist.store.records.record_erasures import RecordText
from checklist.store.sheets import focus_items, phrases, sheets
from tests.store.permission_scene import CentreNote, Scene
from tests.world import HOST, LEADING, PASSWORD, PASSWORD_HASH, SECOND, SMALL, STRANGER, YEAR

DAY = date(2026, 5, 11)
HANDED = date(2026, 11, 20)
PDF = b"%PDF-1.7\n%%EOF"
CONFERENCE = Conference(held_on=DAY, participants=8, committee_members=3, topic="転倒事例の検討")
TYPED = TypedRow("nurse", 0, 0, ("1", *[""] * 9))
NOTE = CentreNote(held_on=DAY)
OLD_FILING = Filing(0, 0, Addon.REGIONAL, 2, date(2010, 4, 1), date(2011, 3, 31), "新")
FIELDS = DocumentFields("policy", "業務指針", DAY)
RULES = criteria_sets.shipped()[-1]
CONFIRMED = Correction(0, "r08", "safety-1.system-b", "", "", date(2026, 6, 1), "架空 太郎", DAY, "通知 別添3 第20")
SETTLED = SettlementFields("safety-1.system-b", DAY, "架空 花子", "原本を確認した", "組織図の原本", HANDED)
PERSON = Person(0, "new.person", "新しい人", None, False, frozenset({Role.SECRETARIAT}), True)

Call = Callable[[Scene, Act], object]


@dataclass(frozen=True)
class Case:
    """A call in a state of the visit, after what others have done."""

    stage: str
    call: Call
    after: Call | None = None
    on_later_visit: bool = False


def acting_as(scene: Scene, act: Act, name: str) -> Act:
    """The same moment for somebody else, who prepares what is to be done."""
    return replace(act, principal=scene.who(name))


def host(scene: Scene) -> int:
    return scene.world.hospitals[HOST]


def newest(act: Act, table: str) -> int:
    return int(act.db.execute(f"SELECT max(id) FROM {table}").fetchone()[0])


def _sign_in(scene: Scene, act: Act) -> None:
    """A session for everybody, to be ended."""
    for person in scene.world.people.values():
        sessions.start(act.db, person.id)


def _host_filing(scene: Scene, act: Act) -> int:
    found = act.db.execute("SELECT max(id) FROM filing WHERE hospital_id = ?", [host(scene)]).fetchone()
    return int(found[0])


def _file_anew(scene: Scene, act: Act, hospital_id: int) -> None:
    hospitals.save_filing(act, replace(OLD_FILING, id=_host_filing(scene, act), hospital_id=hospital_id))


def _own(scene: Scene, act: Act) -> int:
    """The hospital of whoever acts; people without one take the host."""
    return act.principal.hospital_id or host(scene)


def _kept_record(scene: Scene, act: Act) -> object:
    return records.save(acting_as(scene, act, "manager.h01"), host(scene), CONFERENCE)


def _erase_record(scene: Scene, act: Act) -> None:
    found = RecordText(newest(act, "conference"), CONFERENCE.held_on, "topic", "", CONFERENCE.topic, True)
    record_erasures.erase(act, host(scene), Conference, found, "患者名")


def _changed_record(act: Act) -> Conference:
    return replace(CONFERENCE, id=newest(act, "conference"), version=1, participants=9)


def _named_partner(scene: Scene, act: Act) -> object:
    partner = scene.world.hospitals[STRANGER]
    return filing_partners.add(acting_as(scene, act, "secretariat"), host(scene), partner, Direction.VISITS, DAY)


def _rename(scene: Scene, act: Act) -> None:
    hospitals.save(act, replace(hospitals.get(act, host(scene)), beds=333))


def _with_a_sign(scene: Scene, act: Act) -> None:
    found = hospitals.get(act, host(scene))
    hospitals.save(acting_as(scene, act, "secretariat"), replace(found, founder="\ue000藤 架空"))


def _new_hospital(scene: Scene, act: Act) -> None:
    hospitals.save(act, replace(hospitals.get(act, host(scene)), id=0, code="H99", name="架空新病院"))


TOLD = Notification(NotificationKind.DUE, "due", "3", "期限まで3日以内：訪問の実施", "/visits")


def _put_mail(scene: Scene, act: Act) -> object:
    person = scene.world.people["manager.h01"].id
    return mails.put(act, person, "m@example.jp", Digest("件名", "本文"), "<1@example.jp>", [])


def _mail_waits(scene: Scene, act: Act) -> object:
    return _put_mail(scene, acting_as(scene, act, "admin"))


def _mail_of_one_who_left(scene: Scene, act: Act) -> None:
    _mail_waits(scene, act)
    act.db.execute("UPDATE person SET active = 0 WHERE id = ?", [scene.world.people["manager.h01"].id])


def _mail(act: Act) -> Mail:
    return rows.one(Mail, act.db.execute("SELECT * FROM mail").fetchone())


def _told_all(scene: Scene, act: Act) -> None:
    """Everybody has been told something, to be seen."""
    for person in scene.world.people.values():
        notices.note(acting_as(scene, act, "admin"), person.id, [TOLD])


def _fed_all(scene: Scene, act: Act) -> None:
    """Everybody has an address for their calendar, to be ended."""
    for who in scene.everybody[scene.world.visit].values():
        if who.visit_scope is None:
            calendar_feeds.make(replace(act, principal=who))


THIRD = replace(
    SECOND, code="other-1", sheet_code="other", sheet_name="別の点検表", number=1, previous_code=None, lineage=()
)

CASES: dict[str, Case] = {
    "accounts.people.add": Case("open", lambda s, a: people.add(a, PERSON, PASSWORD)),
    "accounts.people.add_hashed": Case("open", lambda s, a: people.add_hashed(a, PERSON, PASSWORD_HASH)),
    "accounts.people.add_first": Case("open", lambda s, a: people.add_first(a, PERSON, PASSWORD_HASH)),
    "accounts.people.add_own": Case("open", lambda s, a: people.add_own(a, PERSON, PASSWORD)),
    "accounts.people.change_own_password": Case(
        "open", lambda s, a: people.change_own_password(a, PASSWORD_HASH, "another hash")
    ),
    "accounts.people.change": Case("open", lambda s, a: people.change(a, replace(s.world.people["leader.h01"], name="改名"))),
    "accounts.people.set_password": Case("open", lambda s, a: people.set_password(a, a.principal.person_id, PASSWORD)),
    "accounts.sessions.end_all/own": Case("open", lambda s, a: sessions.end_all(a, a.principal.person_id), _sign_in),
    "accounts.sessions.end_all/leader.h04": Case(
        "open", lambda s, a: sessions.end_all(a, s.world.people["leader.h04"].id), _sign_in
    ),
    "region.save": Case("open", lambda s, a: region.save(a, Region("新しい名称", 4, 5, False, True))),
    "backups.backup_plans.save": Case("open", lambda s, a: backup_plans.save(a, BackupPlan(True))),
    "backups.backup_runs.note": Case("open", lambda s, a: backup_runs.note(a, BackupRun(False, a.at, a.at, "/b", ""))),
    "notices.mail_plans.save": Case("open", lambda s, a: mail_plans.save(a, MailPlan(host="smtp.example.jp"))),
    "notices.mails.put": Case("open", _put_mail),
    "notices.mails.drop_of_inactive": Case("open", lambda s, a: mails.drop_of_inactive(a), _mail_of_one_who_left),
    "notices.mails.begin": Case("open", lambda s, a: mails.begin(a, _mail(a)), _mail_waits),
    "notices.mails.end": Case("open", lambda s, a: mails.end(a, _mail(a)), _mail_waits),
    "notices.mails.fail": Case("open", lambda s, a: mails.fail(a, _mail(a), "断られた", False), _mail_waits),
    "notices.notices.note": Case("open", lambda s, a: notices.note(a, s.world.people["manager.h01"].id, [TOLD])),
    "notices.notices.choose": Case("open", lambda s, a: notices.choose(a, NotificationChoice(hour=9))),
    "notices.calendar_feeds.make": Case("open", lambda s, a: calendar_feeds.make(a)),
    "notices.calendar_feeds.end": Case("open", lambda s, a: calendar_feeds.end(a), _fed_all),
    "notices.notices.see": Case("open", lambda s, a: notices.see(a, newest(a, "notification")), _told_all),
    "sheets.sheets.add": Case("open", lambda s, a: sheets.add(a, THIRD)),
    "criteria.rule_corrections.add": Case("open", lambda s, a: rule_corrections.add(a, RULES, CONFIRMED)),
    "criteria.rule_corrections.withdraw": Case(
        "open", lambda s, a: rule_corrections.withdraw(a, newest(a, "rule_correction"), "誤り"),
        lambda s, a: rule_corrections.add(acting_as(s, a, "secretariat"), RULES, CONFIRMED),
    ),
    "criteria.settlements.add": Case("open", lambda s, a: settlements.add(a, host(s), SETTLED)),
    "criteria.settlements.withdraw": Case(
        "open", lambda s, a: settlements.withdraw(a, newest(a, "settlement"), "誤り"),
        lambda s, a: settlements.add(acting_as(s, a, "manager.h01"), host(s), SETTLED),
    ),
    "hospitals.hospitals.save/new": Case("open", _new_hospital),
    "hospitals.hospitals.save/change": Case("open", _rename),
    "hospitals.hospitals.share_entitlement": Case("open", lambda s, a: hospitals.share_entitlement(a, host(s), True)),
    "sheets.focus_items.choose": Case("open", lambda s, a: focus_items.choose(a, YEAR, SECOND.code, ["1-01"])),
    "sheets.phrases.choose": Case("open", lambda s, a: phrases.choose(a, SECOND.code, "1-01", "記録を確認した。")),
    "hospitals.bed_counts.record": Case("open", lambda s, a: bed_counts.record(a, host(s), 120, None)),
    "hospitals.center_consents.say": Case("open", lambda s, a: center_consents.say(a, host(s), True)),
    "assessments.editions.make_due": Case("open", lambda s, a: _make_due(a)),
    "hospitals.name_signs.choose": Case(
        "open", lambda s, a: name_signs.choose(a, host(s), "U+E000", "斎"), lambda s, a: _with_a_sign(s, a)
    ),
    "hospitals.lacking_modules.declare": Case("open", lambda s, a: lacking_modules.declare(a, host(s), {Module.DIALYSIS})),
    "hospitals.hospitals.save_filing/new": Case("open", lambda s, a: hospitals.save_filing(a, replace(OLD_FILING, hospital_id=host(s)))),
    "hospitals.hospitals.save_filing/own": Case("open", lambda s, a: _file_anew(s, a, host(s))),
    "hospitals.hospitals.save_filing/taken": Case("open", lambda s, a: _file_anew(s, a, _own(s, a))),
    "hospitals.filing_events.add": Case("open", lambda s, a: filing_events.add(a, _host_filing(s, a), "changed", DAY, "", "")),
    "hospitals.filing_partners.add": Case(
        "open", lambda s, a: filing_partners.add(a, host(s), s.world.hospitals[SMALL], Direction.VISITS, DAY)
    ),
    "hospitals.filing_partners.end": Case(
        "open", lambda s, a: filing_partners.end(a, newest(a, "filing_partner"), HANDED), _named_partner
    ),
    "hospitals.filing_partners.withdraw": Case(
        "open", lambda s, a: filing_partners.withdraw(a, newest(a, "filing_partner"), "誤り"), _named_partner
    ),
    "plan.year_plans.save": Case("open", lambda s, a: year_plans.save(a, YEAR + 1, 0, _draft(s))),
    "plan.year_plans.write": Case("open", lambda s, a: year_plans.write(a, YEAR + 1, 0, _draft(s), published=True)),
    "plan.year_plans.restore": Case("open", lambda s, a: year_plans.restore(a, YEAR + 1, 1, 1), lambda s, a: _drafted(s, a)),
    "plan.publishing.publish": Case(
        "open", lambda s, a: publishing.publish(a, YEAR + 1, 1, [SECOND.code]), lambda s, a: _drafted(s, a)
    ),
    "plan.publishing.release": Case("open", lambda s, a: publishing.release(a, YEAR, 0, s.world.visit, released=True)),
    "plan.publishing.rearrange": Case(
        "open", lambda s, a: publishing.rearrange(a, YEAR, 0, PlannedVisit(host(s), (s.world.hospitals[LEADING],), 12, visit_id=s.world.visit), None)
    ),
    "plan.travel_times.save": Case("open", lambda s, a: travel_times.save(a, {(host(s), s.world.hospitals[SMALL]): 45})),
    "evidence.evidence_documents.add": Case("open", lambda s, a: evidence_documents.add(a, host(s), FIELDS, attachment.check("指針.pdf", PDF))),
    "evidence.evidence_documents.withdraw": Case(
        "open", lambda s, a: evidence_documents.withdraw(a, newest(a, "evidence_document"), "誤り"),
        lambda s, a: evidence_documents.add(acting_as(s, a, "manager.h01"), host(s), FIELDS, attachment.check("指針.pdf", PDF)),
    ),
    "records.records.save/new": Case("open", lambda s, a: records.save(a, host(s), CONFERENCE)),
    "records.records.save/change": Case("open", lambda s, a: records.save(a, host(s), _changed_record(a)), _kept_record),
    "records.records.save/taken": Case("open", lambda s, a: records.save(a, _own(s, a), _changed_record(a)), _kept_record),
    "records.records.save/centre": Case("open", lambda s, a: records.save(a, None, NOTE)),
    "records.incident_months.save": Case("open", lambda s, a: incident_months.save(a, host(s), date(2026, 5, 1), [TYPED])),
    "records.record_erasures.erase": Case("open", _erase_record, _kept_record),
    "records.records.withdraw": Case(
        "open", lambda s, a: records.withdraw(a, Conference, newest(a, "conference"), 1, "誤り"), _kept_record
    ),
    "records.records.withdraw/centre": Case(
        "open", lambda s, a: records.withdraw(a, CentreNote, newest(a, "centre_note"), 1, "誤り"),
        lambda s, a: records.save(acting_as(s, a, "center"), None, NOTE),
    ),
}  # fmt: skip


def _draft(scene: Scene) -> PlanDraft:
    return PlanDraft(visits=(PlannedVisit(scene.world.hospitals[SMALL], (host(scene),), 10),))


def _drafted(scene: Scene, act: Act) -> None:
    year_plans.save(acting_as(scene, act, "secretariat"), YEAR + 1, 0, _draft(scene))


def _make_due(act: Act) -> None:
    editions.make_due(act)
    # Nothing is due there, and whoever may do it has to leave a trace.
    act.db.execute("UPDATE region SET name = '変更'")
