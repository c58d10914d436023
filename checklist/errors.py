"""One family of errors; the docstring or the given text is the sentence that the user reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Fault:
    """One thing wrong with an input: `where` names the field, or the row and column of a file."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}：{self.message}" if self.where else self.message


class ChecklistError(Exception):
    """処理できませんでした。"""

    status = 400

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or type(self).__doc__)

    @property
    def message(self) -> str:
        """The Japanese sentence for the user."""
        return str(self.args[0])


class Trouble(StrEnum):
    """Why the server cannot keep anything just now; `words.TROUBLES` says it to people."""

    DISK = "disk"
    LOCK = "lock"
    RIGHTS = "rights"
    VERSION = "version"
    REPLACED = "replaced"
    DAMAGE = "damage"


class CannotSave(ChecklistError):
    """現在は保存できません。システム管理者に連絡してください。"""

    status = 503

    def __init__(self, trouble: Trouble, message: str | None = None, place: object = None) -> None:
        self.trouble = trouble
        self.place = place
        super().__init__(message)


class NotSignedIn(ChecklistError):
    """ログインしていないか、有効期限が切れています。もう一度ログインしてください。"""

    status = 401


class Forbidden(ChecklistError):
    """この操作を行う権限がありません。"""

    status = 403


class OtherPerson(Forbidden):
    """別の人の未送信の回答です。回答した本人がログインすると送信されます。"""


class StillDue(ChecklistError):
    """ログインの途中です。続きを済ませるまで、ほかの画面は開けません。"""

    # A tablet keeps what is not delivered until somebody has signed in; it must not take this for a refusal for good.
    status = 401
    where = "/login"
    """The page on which it is done: nothing else opens before."""
    way = "ログインの画面へ"


class PasswordDue(StillDue):
    """最初にパスワードを変更してください。変更するまで、ほかの画面は開けません。"""

    where = "/password"
    way = "パスワードの変更へ"


class CodeDue(StillDue):
    """認証コードの入力が済んでいません。入力するまで、ほかの画面は開けません。"""

    where = "/login/code"
    way = "認証コードの入力へ"


class CodeStale(CodeDue):
    """全体の出力には、認証コードをもう一度入力する必要があります。何も出力していません。"""


class EnrolmentDue(StillDue):
    """この役割では二段階認証が必要です。認証アプリを登録するまで、ほかの画面は開けません。"""

    where = "/second-factor"
    way = "二段階認証の登録へ"


class Unconfirmed(Forbidden):
    """パスワードを確かめてから行う操作です。何も記録していません。"""


class NotFound(ChecklistError):
    """指定されたものは見つかりません。"""

    status = 404


class NotOpen(ChecklistError):
    """この評価は提出済みのため、変更できません。"""

    status = 409


class Stale(ChecklistError):
    """ほかの人が先に変更しています。画面を開き直してください。何も変更していません。"""

    status = 409


class TooLarge(ChecklistError):
    """送信されたデータが大きすぎます。"""

    status = 413


class Malformed(ChecklistError):
    """送信されたデータの形式が正しくありません。"""

    status = 422


class TooManyAttempts(ChecklistError):
    """ログインの失敗が続いたため、しばらく待ってからお試しください。"""

    status = 429


class TooFast(ChecklistError):
    """短い時間に送られた内容が多すぎます。端末に残っている分は、しばらくすると自動で送信されます。"""

    status = 429


class Busy(ChecklistError):
    """現在、混み合っています。少し待ってから、もう一度お試しください。"""

    status = 503


class Refused(ChecklistError):
    """入力に誤りがあります。何も変更していません。"""

    status = 422

    def __init__(self, faults: Sequence[Fault] | str) -> None:
        self.faults = [Fault("", faults)] if isinstance(faults, str) else list(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults) or None)
