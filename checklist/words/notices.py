"""What people read of notices and of the mail that carries them."""

from __future__ import annotations

from checklist.model.notices import MailSecurity, MailState, NotificationKind

NOTIFICATION_KINDS = {
    NotificationKind.DUE: "期限",
    NotificationKind.VISIT: "訪問の日程",
    NotificationKind.REPORT: "評価報告書",
    NotificationKind.PASSED: "相談の受け渡し",
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
