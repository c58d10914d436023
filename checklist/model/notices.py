"""Notices: what people are told on the screen and by mail, and what is written down of who did what from where."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class AuditKind(StrEnum):
    """What somebody did that others may have to prove."""

    PASSWORD_CHANGED = "password_changed"
    """By the person."""
    PASSWORD_SET = "password_set"
    """By whoever keeps the accounts, for somebody else."""
    SIGNED = "signed"
    SIGNATURE_VOIDED = "signature_voided"
    SEALED = "sealed"
    RECEIVED = "received"
    TAKEN_BACK = "taken_back"
    """A step of a visit, with its reason."""
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    """With the name of an account and a wrong password; made-up names are nobody's, and would fill the disk."""
    REFUSED = "refused"
    """Something was asked for that the table does not grant."""
    EXPORTED = "exported"
    """A document was taken away."""
    ACCOUNT_ADDED = "account_added"
    ACCOUNT_CHANGED = "account_changed"
    HOSPITAL_CHANGED = "hospital_changed"
    FILING_CHANGED = "filing_changed"
    CONSENT_CHANGED = "consent_changed"
    MEMBERS_CHANGED = "members_changed"
    """Who visits, and so who may read the self-assessment of the host."""
    PASS_ISSUED = "pass_issued"
    PASS_REVOKED = "pass_revoked"
    FEED_MADE = "feed_made"
    """An address under which a calendar fetches without signing in, in place of the one before."""
    FEED_ENDED = "feed_ended"
    SETTINGS_CHANGED = "settings_changed"
    SHEET_CHANGED = "sheet_changed"
    """A 改訂案 was begun, opened to partner hospitals, published, taken back or given up."""


@dataclass(frozen=True)
class AuditEntry:
    """One deed: who (None: nobody of the accounts), when, from where, to whom or to what hospital, and what was changed."""

    id: int
    at: datetime
    kind: AuditKind
    person_id: int | None
    person: str | None
    person_hospital: int | None
    about: str | None
    hospital_id: int | None
    visit_id: int | None
    address: str
    device: str
    detail: str


@dataclass(frozen=True)
class SignIn:
    """When and from where somebody signed in, and how many wrong passwords were typed under their name afterwards."""

    at: datetime
    address: str
    failures: int


class NotificationKind(StrEnum):
    """What a notice is about; each person chooses which of them come by mail."""

    DUE = "due"
    VISIT = "visit"
    REPORT = "report"
    PASSED = "passed"
    """A case of the support centre went to a hospital's desk, was answered there, or taken back; or to an expert."""


@dataclass(frozen=True)
class Notification:
    """One thing that a person is to be told: what and where, and nothing of ratings or of people.

    Notices of one `thread` follow each other: a new `stage` is told again, as `again` where something was told before;
    one without `what` is told only then.
    """

    kind: NotificationKind
    thread: str
    stage: str
    what: str
    href: str
    again: str = ""


@dataclass(frozen=True)
class Told:
    """A notice as it was told to somebody."""

    id: int
    kind: NotificationKind
    what: str
    href: str
    at: datetime
    seen_at: datetime | None


@dataclass(frozen=True)
class NotificationChoice:
    """How a person wants to be told: by mail or not, from which hour of the day in Tokyo on, and of what."""

    mail: bool = True
    hour: int = 7
    kinds: tuple[NotificationKind, ...] = tuple(NotificationKind)


class MailSecurity(StrEnum):
    """How the way to the mail server is kept secret."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True)
class MailPlan:
    """Through which server the region sends mail; nothing is sent until it is active."""

    active: bool = False
    host: str = ""
    port: int = 587
    security: MailSecurity = MailSecurity.STARTTLS
    login: str = ""
    password: str = field(default="", repr=False)
    sender: str = ""


class MailState(StrEnum):
    """What has become of a mail; one that was being sent when the server stopped is sent again under its own number."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True)
class Mail:
    """One mail of the outbox: the digest of a day for one person."""

    id: int
    person_id: int
    address: str
    subject: str
    body: str
    message_id: str
    state: MailState
    tries: int
    next_at: datetime
    fault: str
    at: datetime


@dataclass(frozen=True)
class Outbox:
    """How the mail stands: how many wait, since when nothing goes through (None if it does), why, and what failed for good."""

    waiting: int
    stuck_since: date | None
    fault: str
    failed: tuple[Mail, ...]


@dataclass(frozen=True)
class CalendarFeed:
    """The address under which a calendar fetches what concerns a person: since when; the address itself is not kept."""

    id: int
    at: datetime
