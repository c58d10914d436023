"""The hospitals' own provider of identities on the settings' page: what it is, and a button that asks it."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st
from markupsafe import Markup

from checklist.errors import ChecklistError
from checklist.jobs import identity_client
from checklist.model.accounts import Principal, Provider
from checklist.store import outer
from checklist.store.accounts import providers
from checklist.store.act import viewing
from checklist.ui import inputs, markup, session, widgets
from checklist.words.accounts import CLAIM_MATCHES, PROVIDER_FIELDS

LEAD = (
    "病院や地域で使用している認証サーバー（Entra ID、Google、KeycloakなどのOpenID Connect）のアカウントで、ログインできるように"
    "します。アカウントは作成されません。「アカウント」に登録した人のみが、登録した役割でログインできます。"
    "ログインIDとパスワードによるログインは、認証サーバーが停止したときのために残ります。"
)
FIXED = "環境変数 CHECKLIST_URL にサーバーのアドレスを設定してください。設定するまで、リダイレクトURIは開いているアドレスで変わります。"
SAVED = "認証サーバーの設定を保存しました。"


def show(principal: Principal, found: Provider) -> None:
    """What it is for, the address to register there, the settings, and the button."""
    st.html(markup.paragraph(LEAD))
    if outer.outer() is None:
        st.warning(widgets.plain(FIXED))
    st.html(Markup('<p>{}</p><p class="hash whole">{}</p>').format("認証サーバーに登録するリダイレクトURI", redirect()))
    _form(principal, found)
    if found.issuer and st.button("認証サーバーへの接続を確認する", key="provider-try"):
        _try(principal)


def redirect() -> str:
    """Where the provider sends browsers back to, at the name by which they reach the server."""
    here = urlsplit(st.context.url or "")
    base = outer.outer() or f"{here.scheme or 'http'}://{here.netloc or 'localhost'}"
    return f"{base}/oauth2callback"


def _form(principal: Principal, old: Provider) -> None:
    with st.form("provider", enter_to_submit=False):
        active = st.checkbox("ログインの画面に、認証サーバーのボタンを表示する", old.active, key="provider-active")
        issuer = inputs.text(
            PROVIDER_FIELDS["issuer"], old.issuer, 400, "provider-issuer", "例：https://login.example.jp/realms/anzen"
        )
        left, right = st.columns(2)
        with left:
            client = inputs.text(PROVIDER_FIELDS["client_id"], old.client_id, 200, "provider-client")
        with right:
            hint = "空欄：変更しない" if old.client_secret else ""
            secret = inputs.secret(PROVIDER_FIELDS["client_secret"], 400, "provider-secret", hint)
        claim = inputs.choice(PROVIDER_FIELDS["claim"], CLAIM_MATCHES, old.claim, "provider-claim")
        label = inputs.text(PROVIDER_FIELDS["label"], old.label, 40, "provider-label", "例：病院のアカウントでログイン")
        st.caption("ユーザー名または識別子で照合するのは、利用者が自分で変更できない認証サーバーのみにしてください。")
        st.caption("シークレットはデータベースに保存され、バックアップにも含まれます。")
        if st.form_submit_button("認証サーバーの設定を保存する", type="primary"):
            provider = Provider(active, issuer, client, secret, claim, label)
            widgets.save(principal, lambda act: providers.save(act, provider, keeps_secret=not secret), SAVED)


def _try(principal: Principal) -> None:
    with viewing(principal) as view:
        provider = providers.current(view)
    try:
        with st.spinner("認証サーバーに接続しています。"):
            told = identity_client.try_out(provider)
    except ChecklistError as error:
        widgets.refused(error, "認証サーバーを使用できません。")
        return
    session.tell(told)
