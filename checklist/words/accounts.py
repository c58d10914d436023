"""Words for roles, and for the ways of signing in."""

from __future__ import annotations

from checklist.model.accounts import ClaimMatch, Role, SignInWay

ROLES = {
    Role.SECRETARIAT: "地域事務局",
    Role.SAFETY_MANAGER: "医療安全管理者",
    Role.EVALUATOR: "訪問評価者",
    Role.LEADER: "病院幹部",
    Role.CENTER_STAFF: "支援センター職員",
    Role.EXPERT: "専門家（顧問）",
    Role.ADMIN: "システム管理者",
}
SIGN_IN_WAYS = {
    SignInWay.PASSWORD: "ログインIDとパスワード",
    SignInWay.PROVIDER: "病院の認証サーバー",
}
CLAIM_MATCHES = {
    ClaimMatch.MAIL: "確認済みのメールアドレス（email）＝アカウントのメールアドレス",
    ClaimMatch.NAME: "ユーザー名（preferred_username）＝ログインID",
    ClaimMatch.NAME_AS_MAIL: "ユーザー名（preferred_username）＝アカウントのメールアドレス",
    ClaimMatch.SUBJECT: "識別子（sub）＝ログインID",
}
PROVIDER_FIELDS = {
    "active": "認証サーバーによるログイン",
    "issuer": "認証サーバーのアドレス（issuer）",
    "client_id": "クライアントID",
    "client_secret": "クライアントシークレット",
    "claim": "照合する項目",
    "label": "ボタンの文字",
}
"""The settings of a provider as the screen names them."""
