"""Texts as people type and paste them: what is put right without a word, what is told, and which names are the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from checklist.errors import Fault

# Not \s, which knows no no-break blank of U+202F and counts line ends.
_BLANKS = re.compile("[\t\u0020\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Not half a surrogate pair, which is no character at all: SQLite refuses it, and the command line says what it comes from.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_DIRECTION = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# Without the selectors of variants (葛󠄀, ❤️) and the joiner within a picture (👩‍⚕️), which are parts of characters.
_UNSEEN = "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200c\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
_REFUSED = re.compile(
    f"(?P<break>[\n\x85\u2028\u2029\r\x0b\x0c])|(?P<direction>[{_DIRECTION}])"
    f"|(?P<unseen>[{_UNSEEN}\U000e0000-\U000e007f]|(?<![\ufe0f\u2600-\u27bf\U0001f000-\U0001faff])\u200d)"
    f"|(?P<control>{_CONTROL.pattern})"
)
_NOTHING = re.compile(f"[{_DIRECTION}{_UNSEEN}\u200d\ufe00-\ufe0f\U000e0000-\U000e007f]")
_SENTENCES = {
    "break": "改行があります。1行で入力してください。",
    "direction": "文字の向きを変える見えない記号（{}）があります。取り除いてください。",
    "unseen": "見えない文字（{}）があります。取り除いてください。",
    "control": "使えない制御文字（{}）があります。取り除いてください。",
}
# Composing would make of 神 and 福 in their old form, as they stand in names of people, those of today.
_COMPOSABLE = re.compile("[^\uf900-\ufaff\U0002f800-\U0002fa1f]+")

LOST = "保存できない制御文字は取り除きました。"
LINES = {
    "chapter": {"name": "章名"},
    "evidence_document": {"title": "書類の名称"},
    "filing": {"receipt_number": "受理番号"},
    "filing_event": {"receipt_number": "受理番号"},
    "hospital": {
        "code": "病院コード", "name": "病院名", "founder": "開設者", "address": "所在地",
        "corporate_group": "グループ", "medical_area": "医療圏", "closed_days": "訪問できない期間",
    },
    "hospital_desk": {
        "name": "窓口の名称", "contact": "担当者（職名・役割）", "hours": "受付時間", "phone": "電話番号", "way": "連絡の方法",
    },
    "improvement_plan": {"person_in_charge": "担当者", "checked_by": "確認者"},
    "item": {"department": "部署", "place": "確認場所"},
    "mail_plan": {"host": "メールサーバー", "sender": "差出人のメールアドレス"},
    "person": {"login": "ログインID", "name": "氏名", "mail": "メールアドレス"},
    "region": {"name": "地域の名称"},
    "report": {"document_number": "文書番号", "addressee": "宛先"},
    "sheet": {"name": "シート名"},
    "sheet_version": {"name": "版名"},
    "sheet_revision": {"name": "版名"},
    "signature": {"name": "署名"},
    "sign_in_provider": {
        "issuer": "認証サーバーのアドレス（issuer）", "client_id": "クライアントID", "label": "ボタンの文字",
    },
}  # fmt: skip
"""Table -> its columns that hold a name or another text of one line, with what people call them."""
AS_TYPED = {
    "backup_plan": {"folder"},
    "backup_run": {"place"},
    "late_answer": {"comment"},
    "identity": {"issuer", "subject"},
    "mail_plan": {"password"},
    "report": {"snapshot"},
    "second_factor": {"secret"},
    "sign_in_provider": {"client_secret"},
}
"""Table -> columns that keep every character: what a tablet sent and compares, what a hash was taken of, and paths."""


def line(text: str) -> str:
    """A name as it is stored: composed, one normal blank for every run of blanks, none around."""
    composed = _COMPOSABLE.sub(lambda part: unicodedata.normalize("NFC", part[0]), text)
    return _BLANKS.sub(" ", composed.strip()).strip()


def code(text: str) -> str:
    """A code, a number or a login as it is stored and compared: the same in half width."""
    return line(unicodedata.normalize("NFKC", text))


def prose(text: str) -> str:
    """A longer text as it is stored: every line end the same, no control character, and all else as it was typed."""
    return _CONTROL.sub("", _ENDS.sub("\n", text))


def loses(text: str) -> bool:
    """Whether `prose` leaves out anything but the kind of a line end."""
    return _CONTROL.search(text) is not None


def is_blank(text: str) -> bool:
    """Whether nobody would see anything of a text, whatever characters it has."""
    return not _NOTHING.sub("", prose(text)).strip()


def faults(lines: Mapping[str, str]) -> list[Fault]:
    """What stands in names, by what people call them, without being seen: the first such character of each."""
    found = ((name, text, _REFUSED.search(line(text))) for name, text in lines.items())
    return [Fault(name, _sentence(line(text), bad)) for name, text, bad in found if bad]


def _sentence(text: str, found: re.Match[str]) -> str:
    before = text[max(0, found.start() - 10) : found.start()]
    place = f"「{before}」の次に、" if before else "はじめに、"
    return place + _SENTENCES[str(found.lastgroup)].format(f"U+{ord(found[0]):04X}")


def same(name: str) -> str:
    """What two names have in common that look alike: width, kind of blanks and capitals make no other name."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()
