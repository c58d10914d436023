"""What people read of notices and of the mail that carries them."""

from __future__ import annotations

from checklist.model.notices import AuditKind, MailSecurity, MailState, NotificationKind

NOTIFICATION_KINDS = {
    NotificationKind.DUE: "期限",
    NotificationKind.VISIT: "訪問の日程",
    NotificationKind.REPORT: "評価報告書",
    NotificationKind.PASSED: "相談の受け渡し",
}
AUDIT_KINDS = {
    AuditKind.SIGNED_IN: "ログイン",
    AuditKind.SIGN_IN_FAILED: "ログインの失敗",
    AuditKind.REFUSED: "権限のない操作",
    AuditKind.EXPORTED: "ファイルの出力",
    AuditKind.ACCOUNT_ADDED: "アカウントの登録",
    AuditKind.ACCOUNT_CHANGED: "アカウントの変更",
    AuditKind.PASSWORD_CHANGED: "パスワードの変更（本人）",
    AuditKind.PASSWORD_SET: "パスワードの設定（管理者）",
    AuditKind.HOSPITAL_CHANGED: "病院の登録内容の変更",
    AuditKind.FILING_CHANGED: "届出の変更",
    AuditKind.CONSENT_CHANGED: "同意の変更",
    AuditKind.MEMBERS_CHANGED: "訪問評価者の変更",
    AuditKind.PASS_ISSUED: "訪問パスの発行",
    AuditKind.PASS_REVOKED: "訪問パスの取消し",
    AuditKind.FEED_MADE: "カレンダー用アドレスの作成",
    AuditKind.FEED_ENDED: "カレンダー用アドレスの停止",
    AuditKind.SETTINGS_CHANGED: "設定の変更",
    AuditKind.SHEET_CHANGED: "点検表の改訂",
    AuditKind.SIGNED: "署名",
    AuditKind.SIGNATURE_VOIDED: "署名の取消し",
    AuditKind.SEALED: "評価報告書の確定",
    AuditKind.RECEIVED: "受領",
    AuditKind.TAKEN_BACK: "訪問の段階の取消し",
}
STAGES = {"14": "期限まで14日以内", "3": "期限まで3日以内", "late": "期限超過"}
MAIL_SECURITIES = {
    MailSecurity.STARTTLS: "STARTTLS（ふつうはポート587）",
    MailSecurity.TLS: "TLS（ふつうはポート465）",
    MailSecurity.NONE: "暗号化しない（院内のメールサーバーのみ）",
}
MAIL_STATES = {
    MailState.WAITING: "送信待ち",
    MailState.SENDING: "送信中",
    MailState.SENT: "送信済み",
    MailState.FAILED: "送信できず",
}
BUSY = "ほかの処理がお知らせを送信しています。終わってから、もう一度お試しください。"
OFF = "メールの送信は設定されていません。お知らせは画面にのみ表示します。"
