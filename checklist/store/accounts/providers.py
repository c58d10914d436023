"""The region's provider of identities: the newest row counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from sqlite_utils import Database

from checklist.errors import Fault, Refused
from checklist.model.accounts import Provider
from checklist.model.notices import AuditKind
from checklist.model.permission import Thing, Verb
from checklist.rules.accounts import providers
from checklist.rules.notices import differences
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.notices import audit
from checklist.words.accounts import CLAIM_MATCHES, PROVIDER_FIELDS


@dataclass(frozen=True)
class Door:
    """The provider through which people may sign in now; `id` is another as soon as anything about it is changed."""

    id: int
    provider: Provider


def current(view: View) -> Provider:
    """The settings that hold now; those that a new region begins with send nobody anywhere."""
    view.require(Verb.READ, Thing.PROVIDER)
    return _current(view.db)


def door(db: Database) -> Door | None:
    """The provider while it is active, for whoever signs in; None without one."""
    row = db.execute("SELECT * FROM sign_in_provider ORDER BY id DESC LIMIT 1").fetchone()
    return Door(row["id"], rows.one(Provider, row)) if row and row["active"] else None


def _current(db: Database) -> Provider:
    row = db.execute("SELECT * FROM sign_in_provider ORDER BY id DESC LIMIT 1").fetchone()
    return rows.one(Provider, row) if row else Provider()


def _kept(old: Provider, wanted: Provider) -> str:
    """The secret of before; never for another provider, which would be handed what nobody may read here."""
    if old.client_secret and (old.issuer, old.client_id) != (wanted.issuer, wanted.client_id):
        told = "認証サーバーまたはクライアントIDを変更するときは、シークレットを入力し直してください。"
        raise Refused([Fault(PROVIDER_FIELDS["client_secret"], told)])
    return old.client_secret


def save(act: Act, provider: Provider, keeps_secret: bool = False) -> None:
    """Let these settings hold from now on, with the former secret if it is kept; raises Refused or Forbidden."""
    act.require(Verb.WRITE, Thing.PROVIDER)
    old = _current(act.db)
    texts = {name: getattr(provider, name).strip() for name in ("issuer", "client_id", "client_secret", "label")}
    wanted = replace(provider, **texts)
    if keeps_secret:
        wanted = replace(wanted, client_secret=_kept(old, wanted))
    if found := providers.faults(wanted):
        raise Refused(found)
    # What no longer holds is not kept in the clear.
    act.db.execute("UPDATE sign_in_provider SET client_secret = ''")
    rows.insert(act, "sign_in_provider", asdict(wanted))
    if told := differences.told(_said(old), _said(wanted), PROVIDER_FIELDS):
        audit.note(act, AuditKind.SETTINGS_CHANGED, detail=told + _secret(old, wanted))
    elif told := _secret(old, wanted):
        audit.note(act, AuditKind.SETTINGS_CHANGED, detail=told.removeprefix("；"))


def _said(provider: Provider) -> Mapping[str, object]:
    """The settings as the audit tells them: without the secret."""
    found = {name: value for name, value in asdict(provider).items() if name != "client_secret"}
    return {**found, "claim": CLAIM_MATCHES[provider.claim]}


def _secret(old: Provider, new: Provider) -> str:
    return "" if old.client_secret == new.client_secret else f"；{PROVIDER_FIELDS['client_secret']}を変更"
