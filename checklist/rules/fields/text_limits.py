"""How long a text may be that has no rule of its own: said once for screens, files and whoever calls the server directly."""

from __future__ import annotations

from collections.abc import Mapping

from checklist.errors import Fault, Refused

REASON = "理由"
CAPTION = "写真の説明"
MAIL = "メールアドレス"
PHRASES = "定型文"
HOST_COMMENT = "受審病院のコメント"
REVISION_COMMENT = "意見"
MOST = {
    "病院名": 100,
    "開設者": 100,
    "所在地": 200,
    "グループ": 100,
    "医療圏": 100,
    "訪問できない期間": 200,
    "受理番号": 60,
    "地域の名称": 100,
    "氏名": 60,
    "協議した人": 1000,
    "協議の内容": 2000,
    "備考": 1000,
    "バックアップ先のフォルダー": 400,
    REASON: 500,
    CAPTION: 100,
    MAIL: 254,
    PHRASES: 4000,
    HOST_COMMENT: 2000,
    REVISION_COMMENT: 2000,
    "メールサーバー": 255,
    "差出人のメールアドレス": 254,
    "メールサーバーのユーザー名": 254,
    "メールサーバーのパスワード": 200,
}
"""Field, by its name on the screen -> characters, spaces around it left out."""


def faults(texts: Mapping[str, str]) -> list[Fault]:
    """Every field whose text is too long."""
    return [
        Fault(name, f"{MOST[name]:,}文字以内で入力してください。")
        for name, text in texts.items()
        if len(text.strip()) > MOST[name]
    ]


def require(name: str, text: str) -> None:
    """Raise Refused if the text of one field is too long."""
    if found := faults({name: text}):
        raise Refused(found)
