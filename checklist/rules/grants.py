"""The permission table, written out: who may do what to which thing. What nobody granted is forbidden."""

from __future__ import annotations

from dataclasses import dataclass

from checklist.model.accounts import Role
from checklist.model.permission import Side, Thing, Verb


@dataclass(frozen=True)
class Grant:
    """One cell of the table: this role (None: whoever is signed in), standing on this side, may do these things."""

    role: Role | None
    side: Side
    verbs: frozenset[Verb]
    once_submitted: bool = False
    leading: bool = False
    """Only for people of the hospital that leads the visit."""
    shared: bool = False
    """Only if those whose it is have agreed to share it: the hospital its 施設基準, the caller the case."""


_READ = frozenset({Verb.READ})
_WRITE = frozenset({Verb.READ, Verb.WRITE})
_FILL_IN = frozenset({Verb.READ, Verb.WRITE, Verb.SUBMIT, Verb.WITHDRAW, Verb.ERASE})
_AGREE = frozenset({Verb.READ, Verb.WRITE, Verb.ERASE})
_OVERSEE = frozenset({Verb.READ, Verb.ERASE})
_FOLLOW = frozenset({Verb.READ, Verb.SEE_STATE})
_STATE = frozenset({Verb.SEE_STATE})

_ASSESSMENTS: dict[Thing, tuple[Grant, ...]] = {
    Thing.SELF: (
        Grant(Role.SAFETY_MANAGER, Side.HOST, _FILL_IN),
        Grant(Role.SAFETY_MANAGER, Side.EVALUATOR, _READ, once_submitted=True),
        Grant(Role.EVALUATOR, Side.MEMBER, _READ, once_submitted=True),
        Grant(Role.LEADER, Side.HOST, frozenset({Verb.READ, Verb.APPROVE})),
        Grant(Role.LEADER, Side.EVALUATOR, _READ, once_submitted=True),
        Grant(Role.SECRETARIAT, Side.ANY, _OVERSEE, once_submitted=True),
    ),
    Thing.VISITOR: (
        Grant(Role.SAFETY_MANAGER, Side.HOST, _READ, once_submitted=True),
        Grant(Role.SAFETY_MANAGER, Side.EVALUATOR, _READ),
        Grant(Role.EVALUATOR, Side.MEMBER, _FILL_IN),
        Grant(Role.LEADER, Side.HOST, _READ, once_submitted=True),
        Grant(Role.LEADER, Side.EVALUATOR, _READ),
        Grant(Role.SECRETARIAT, Side.ANY, _OVERSEE, once_submitted=True),
    ),
    Thing.AGREED: (
        Grant(Role.SAFETY_MANAGER, Side.HOST, _AGREE),
        Grant(Role.SAFETY_MANAGER, Side.EVALUATOR, _READ),
        Grant(Role.EVALUATOR, Side.MEMBER, _AGREE),
        Grant(Role.LEADER, Side.HOST, _READ),
        Grant(Role.LEADER, Side.EVALUATOR, _READ),
        Grant(Role.SECRETARIAT, Side.ANY, _OVERSEE),
    ),
}

_READERS = (
    Grant(Role.SAFETY_MANAGER, Side.HOST, _READ),
    Grant(Role.SAFETY_MANAGER, Side.EVALUATOR, _READ),
    Grant(Role.EVALUATOR, Side.MEMBER, _READ),
    Grant(Role.LEADER, Side.HOST, _READ),
    Grant(Role.LEADER, Side.EVALUATOR, _READ),
    Grant(Role.SECRETARIAT, Side.ANY, _READ),
)
_MEMBERS_WRITE = Grant(Role.EVALUATOR, Side.MEMBER, _WRITE)
_HOST_WRITES = Grant(Role.SAFETY_MANAGER, Side.HOST, _WRITE)
_EVALUATOR_WRITES = Grant(Role.SAFETY_MANAGER, Side.EVALUATOR, _WRITE)
_SECRETARIAT_WRITES = Grant(Role.SECRETARIAT, Side.ANY, _WRITE)
_LEADERS_READ = Grant(Role.LEADER, Side.HOST, _READ)
_LEADING_WRITES = (
    Grant(Role.SAFETY_MANAGER, Side.EVALUATOR, _WRITE, leading=True),
    Grant(Role.EVALUATOR, Side.MEMBER, _WRITE, leading=True),
)

_VISIT: dict[Thing, tuple[Grant, ...]] = {
    Thing.VISIT: _READERS,
    Thing.AGREEMENT: (*_READERS, _HOST_WRITES, _EVALUATOR_WRITES, _MEMBERS_WRITE, _SECRETARIAT_WRITES),
    # Not for leaders: who has time on which day is between those who meet, and those who plan for them.
    Thing.DATE_POLL: (*_READERS[:3], _READERS[5], *_LEADING_WRITES),
    Thing.DATE_ANSWER: (_HOST_WRITES, _MEMBERS_WRITE),
    Thing.DATE_FIX: (*_LEADING_WRITES, _SECRETARIAT_WRITES),
    Thing.CHAPTERS: (*_READERS, _MEMBERS_WRITE, _EVALUATOR_WRITES, _SECRETARIAT_WRITES),
    Thing.PASSES: (*_LEADING_WRITES, _SECRETARIAT_WRITES),
    Thing.CLOSING: (*_READERS, _HOST_WRITES, _MEMBERS_WRITE),
    # Each side writes its own words, so that nobody signs what the other has changed.
    Thing.FINDINGS: (*_READERS, _MEMBERS_WRITE),
    Thing.HOST_COMMENTS: (*_READERS, _HOST_WRITES),
    Thing.SIGNATURE_HOST: (_HOST_WRITES, Grant(Role.LEADER, Side.HOST, _WRITE)),
    # Members alone: whoever was not there cannot sign for what was seen.
    Thing.SIGNATURE_EVALUATOR: (_MEMBERS_WRITE,),
    Thing.REPORT: _READERS,
    Thing.SEAL: (_MEMBERS_WRITE,),
    Thing.HAND_OVER: (_MEMBERS_WRITE, _EVALUATOR_WRITES),
    Thing.ACKNOWLEDGE: (_HOST_WRITES, Grant(Role.LEADER, Side.HOST, _WRITE)),
    Thing.REOPEN: (_LEADING_WRITES[1], _SECRETARIAT_WRITES),
    Thing.REOPENING: (
        _HOST_WRITES,
        _EVALUATOR_WRITES,
        *(Grant(Role.LEADER, side, _WRITE) for side in (Side.HOST, Side.EVALUATOR)),
    ),
    Thing.FOLLOW_UPS: (*_READERS, _MEMBERS_WRITE),
    # Not the secretariat, nor the leaders of those who visit: how a hospital mends itself is between it and its
    # visitors.
    Thing.EARLIER_PLANS: (*_READERS[:3], _LEADERS_READ),
    Thing.PAPERS: (*_READERS, _HOST_WRITES, _EVALUATOR_WRITES, _MEMBERS_WRITE, _SECRETARIAT_WRITES),
    Thing.LATE_ANSWERS: (Grant(Role.EVALUATOR, Side.MEMBER, _READ), _LEADING_WRITES[1]),
    Thing.ERASURES: (_HOST_WRITES, _MEMBERS_WRITE, _SECRETARIAT_WRITES),
}

_OWN = (_HOST_WRITES, _LEADERS_READ)
_HOSPITAL: dict[Thing, tuple[Grant, ...]] = {
    Thing.RECORDS: _OWN,
    Thing.EVIDENCE: _OWN,
    # Money and weak spots of a hospital: the secretariat sees the judgement only where the hospital shares it.
    Thing.CRITERIA: (*_OWN, Grant(Role.SECRETARIAT, Side.ANY, _READ, shared=True)),
    Thing.FILING: (*_OWN, _SECRETARIAT_WRITES),
    Thing.HOSPITAL_AUDIT: (Grant(Role.SAFETY_MANAGER, Side.HOST, _READ), _LEADERS_READ),
    Thing.DEPARTMENTS: (*_OWN, _SECRETARIAT_WRITES),
    Thing.NAME_SIGNS: (*_OWN, _SECRETARIAT_WRITES),
    # The hospital's own word: neither the secretariat nor the centre gives or sees it.
    Thing.CENTER_CONSENT: (_HOST_WRITES, Grant(Role.LEADER, Side.HOST, _WRITE)),
    Thing.HOSPITAL_DESK: (
        *_OWN,
        Grant(Role.SECRETARIAT, Side.ANY, _READ),
        Grant(Role.CENTER_STAFF, Side.CENTER, _READ),
    ),
    # Nobody beyond the hospital: whoever else saw it would know whose the ones without a name are.
    Thing.PRACTICE_OFFERS: (Grant(Role.SAFETY_MANAGER, Side.HOST, _WRITE | {Verb.ERASE}), _LEADERS_READ),
    # What the hospital itself wishes; the centre and the secretariat see how many wish the same.
    Thing.TOPIC_WISHES: _OWN,
    Thing.INFORMATION_READ: _OWN,
    Thing.REVISION_COMMENTS: (*_OWN, Grant(Role.SECRETARIAT, Side.ANY, _READ)),
    # What becomes of the hospital's records its manager says; the centre offers through its own.
    Thing.ATTENDANCE_OFFERS: _OWN,
    # A hospital sees its own duties and visits; the whole of the plan is for those who make it.
    Thing.YEAR_PLAN: (Grant(Role.SAFETY_MANAGER, Side.HOST, _READ), _LEADERS_READ, _SECRETARIAT_WRITES),
    Thing.IMPROVEMENT_PLANS: (
        Grant(Role.SAFETY_MANAGER, Side.HOST, _FOLLOW | _WRITE),
        Grant(Role.LEADER, Side.HOST, _FOLLOW),
        # Those who visit the hospital; a store looks how far back their visits let them see.
        Grant(Role.SAFETY_MANAGER, Side.EVALUATOR, _FOLLOW),
        Grant(Role.EVALUATOR, Side.MEMBER, _FOLLOW),
        Grant(Role.SECRETARIAT, Side.ANY, _STATE),
    ),
}

_CENTER: dict[Thing, tuple[Grant, ...]] = {
    Thing.CENTER_RECORDS: (Grant(Role.CENTER_STAFF, Side.CENTER, _AGREE),),
    Thing.PASSED_CASE: (
        Grant(Role.CENTER_STAFF, Side.CENTER, _AGREE | {Verb.SEE_STATE}),
        # What its caller no longer agrees to is not seen, only that it was there.
        Grant(Role.SAFETY_MANAGER, Side.HOST, frozenset({Verb.READ, Verb.SUBMIT}), shared=True),
        Grant(Role.SAFETY_MANAGER, Side.HOST, _STATE),
    ),
    Thing.OPENED_CASE: (
        Grant(Role.CENTER_STAFF, Side.CENTER, _WRITE),
        Grant(Role.EXPERT, Side.ASKED, frozenset({Verb.READ, Verb.SUBMIT})),
    ),
}

_ADMIN_WRITES = Grant(Role.ADMIN, Side.ANY, _WRITE)
_EVERYBODY_READS = Grant(None, Side.ANY, _READ)
REGION: dict[Thing, tuple[Grant, ...]] = {
    Thing.REGION: (_EVERYBODY_READS, _ADMIN_WRITES),
    # An administrator keeps accounts, settings and backups, and reads no rating and no record.
    Thing.ACCOUNTS: (_ADMIN_WRITES,),
    # The region's office sees that something was done, and by whom; the words of it are for who keeps the accounts.
    Thing.AUDIT: (Grant(Role.ADMIN, Side.ANY, _READ), Grant(Role.SECRETARIAT, Side.ANY, _READ)),
    Thing.AUDIT_DETAILS: (Grant(Role.ADMIN, Side.ANY, _READ),),
    Thing.OWN_PASSWORD: (Grant(None, Side.ANY, _WRITE),),
    Thing.PEOPLE: (_EVERYBODY_READS,),
    Thing.HOSPITALS: (_EVERYBODY_READS, _SECRETARIAT_WRITES),
    Thing.SHEETS: (_EVERYBODY_READS, _SECRETARIAT_WRITES),
    # The law asks partners to agree on the items and the method: so their people read what is to change, once it is
    # ready to be read.
    Thing.REVISIONS: (
        _SECRETARIAT_WRITES,
        *(Grant(role, Side.ANY, _READ, shared=True) for role in (Role.SAFETY_MANAGER, Role.LEADER)),
    ),
    # What the law asks is for everybody to know, and for the secretariat to confirm.
    Thing.RULES: (_EVERYBODY_READS, _SECRETARIAT_WRITES),
    Thing.VISITS: (_SECRETARIAT_WRITES,),
    Thing.COMPARISON: tuple(
        Grant(role, Side.ANY, _READ) for role in (Role.SAFETY_MANAGER, Role.LEADER, Role.SECRETARIAT, Role.CENTER_STAFF)
    ),
    Thing.GROUP_NUMBERS: (_SECRETARIAT_WRITES,),
    Thing.CENTER_INFORMATION: tuple(
        Grant(role, Side.ANY, _READ) for role in (Role.SAFETY_MANAGER, Role.LEADER, Role.SECRETARIAT, Role.CENTER_STAFF)
    ),
    Thing.TOPICS: (
        *(Grant(role, Side.ANY, _READ) for role in (Role.SAFETY_MANAGER, Role.LEADER, Role.SECRETARIAT)),
        Grant(Role.CENTER_STAFF, Side.ANY, _WRITE),
    ),
    Thing.WISH_TOTALS: tuple(Grant(role, Side.ANY, _READ) for role in (Role.SECRETARIAT, Role.CENTER_STAFF)),
    Thing.FINDING_TOTALS: (Grant(Role.CENTER_STAFF, Side.ANY, _READ),),
    Thing.PRACTICES: tuple(Grant(role, Side.ANY, _READ) for role in Role if role not in (Role.ADMIN, Role.EXPERT)),
    # It is about people who rated as they thought right: for whoever trains them, and for nobody's ranking.
    Thing.LENIENCY: (Grant(Role.SECRETARIAT, Side.ANY, _READ),),
    Thing.BACKUPS: (_ADMIN_WRITES,),
    Thing.MAIL: (_ADMIN_WRITES,),
    Thing.NOTICES: (Grant(None, Side.ANY, _WRITE),),
    Thing.INTEGRITY: (Grant(Role.ADMIN, Side.ANY, _READ),),
}

GRANTS: dict[Thing, tuple[Grant, ...]] = _ASSESSMENTS | _VISIT | _HOSPITAL | _CENTER | REGION
"""Who may do what to which thing."""

PASS_OPENS: dict[Thing, frozenset[Verb]] = {
    Thing.SELF: _READ,
    # Erasing cannot be undone, and nobody knows who holds a tablet that is passed on.
    Thing.VISITOR: _FILL_IN - {Verb.ERASE},
    Thing.VISIT: _READ,
    Thing.FOLLOW_UPS: _WRITE,
    Thing.EARLIER_PLANS: _READ,
    Thing.REGION: _READ,
    Thing.PEOPLE: _READ,
    Thing.HOSPITALS: _READ,
    Thing.SHEETS: _READ,
}
"""How much of what its member may do a visit pass gives, in its one visit: the sheet with what stands beside it."""

PAGES: dict[str, frozenset[Role]] = {
    "home": frozenset(Role),
    "assessments": frozenset({Role.SAFETY_MANAGER, Role.LEADER, Role.SECRETARIAT}),
    "visits": frozenset({Role.SAFETY_MANAGER, Role.EVALUATOR, Role.LEADER, Role.SECRETARIAT}),
    "answer": frozenset({Role.SAFETY_MANAGER, Role.EVALUATOR, Role.LEADER, Role.SECRETARIAT}),
    "closing": frozenset({Role.SAFETY_MANAGER, Role.EVALUATOR, Role.LEADER, Role.SECRETARIAT}),
    "plan": frozenset({Role.SAFETY_MANAGER, Role.LEADER, Role.SECRETARIAT}),
    "notices": frozenset(Role),
    "date_polls": frozenset({Role.SAFETY_MANAGER, Role.EVALUATOR, Role.SECRETARIAT}),
    "overdue": frozenset({Role.SAFETY_MANAGER, Role.LEADER, Role.SECRETARIAT, Role.CENTER_STAFF}),
    "improvements": frozenset({Role.SAFETY_MANAGER, Role.EVALUATOR, Role.LEADER, Role.SECRETARIAT}),
    "follow_ups": frozenset({Role.SAFETY_MANAGER, Role.LEADER, Role.SECRETARIAT, Role.CENTER_STAFF}),
    "practices": frozenset(Role) - {Role.ADMIN, Role.EXPERT},
    "leniency": frozenset({Role.SECRETARIAT}),
    "comparison": frozenset({Role.SAFETY_MANAGER, Role.LEADER, Role.SECRETARIAT, Role.CENTER_STAFF}),
    "learning": frozenset({Role.SAFETY_MANAGER, Role.LEADER, Role.SECRETARIAT, Role.CENTER_STAFF}),
    "consultations": frozenset({Role.CENTER_STAFF}),
    "figures": frozenset({Role.CENTER_STAFF}),
    "activities": frozenset({Role.CENTER_STAFF}),
    "trainings": frozenset({Role.CENTER_STAFF}),
    "council": frozenset({Role.CENTER_STAFF}),
    "survey": frozenset({Role.CENTER_STAFF}),
    "desk": frozenset({Role.CENTER_STAFF}),
    "hospital_desk": frozenset({Role.SAFETY_MANAGER, Role.LEADER, Role.SECRETARIAT, Role.CENTER_STAFF}),
    "advice": frozenset({Role.EXPERT}),
    "evidence": frozenset({Role.SAFETY_MANAGER, Role.LEADER}),
    "criteria": frozenset({Role.SAFETY_MANAGER, Role.LEADER, Role.SECRETARIAT}),
    "records": frozenset({Role.SAFETY_MANAGER, Role.LEADER}),
    "filings": frozenset({Role.SAFETY_MANAGER, Role.LEADER, Role.SECRETARIAT}),
    "hospitals": frozenset({Role.SAFETY_MANAGER, Role.EVALUATOR, Role.LEADER, Role.SECRETARIAT, Role.CENTER_STAFF}),
    "sheets": frozenset({Role.SAFETY_MANAGER, Role.EVALUATOR, Role.LEADER, Role.SECRETARIAT}),
    "revisions": frozenset({Role.SAFETY_MANAGER, Role.LEADER, Role.SECRETARIAT}),
    "accounts": frozenset({Role.ADMIN}),
    "audit": frozenset({Role.SAFETY_MANAGER, Role.LEADER, Role.SECRETARIAT, Role.ADMIN}),
    "settings": frozenset({Role.ADMIN}),
}
"""Who may open a page at all; what stands on it is asked again for every thing shown."""
