"""The invented evidence documents: a few small papers, all marked as invented, shared by every hospital."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from PIL import Image, ImageDraw

from checklist import words
from checklist.demo.story import Story
from checklist.formats import pdf
from checklist.formats.document import Document
from checklist.formats.table import Column, Table
from checklist.rules import fiscal_year
from checklist.rules.evidence.evidence_days import KINDS, DocumentFields

STANDING = ("certificate", "organisation", "members", "policy", "committee_terms", "partner_list")
YEARLY = ("training_plan", "training_proof", "business_plan", "agreement_record", "minutes")
LEFT_OUT = {
    Story.NEGLECTED: {"minutes", "training_proof", "notice_photo", "attendance"},
    Story.UNRECORDED: set(YEARLY) | {"notice_photo", "policy", "committee_terms"},
    Story.SHORT_TRAINING: {"attendance"},
}
"""What cannot be shown, beside the requirement that is not met."""


NOTE = "この書類は架空のもので、実在の病院・人物とは関係ありません。"


# Drawn once and, having the same bytes, stored once, however many hospitals show them.
@cache
def content(kind: str) -> bytes:
    """The paper of a kind, the same bytes every time."""
    if kind == "notice_photo":
        return _picture()
    word = KINDS[kind]
    rows = tuple((name, "（架空データ）") for name in ("作成者", "承認者", "保管場所"))
    table = Table(word, (Column("事項", "text", 20), Column("内容", "text", 60)), rows)
    title, facts = f"{word}（{words.FICTIONAL}）", (("書類", word), ("区分", words.FICTIONAL))
    # No moment at the foot of the page, or no two of them would be the same file.
    return pdf.document(Document(title, facts, (table,), table, (), (NOTE,), True, printed=words.FICTIONAL))


def _picture() -> bytes:
    """A poster on a wall, without any text that could be taken for a real one."""
    image, target = Image.new("RGB", (800, 600), "#d9d2c5"), io.BytesIO()
    draw = ImageDraw.Draw(image)
    draw.rectangle((240, 70, 560, 530), fill="white", outline="#8a5a00", width=6)
    for line in range(7):
        draw.rectangle((280, 130 + line * 52, 520 - 30 * (line % 3), 150 + line * 52), fill="#0f5c6e")
    image.save(target, "JPEG", quality=80)
    return target.getvalue()


@dataclass(frozen=True)
class Paper:
    """One document as it is added: what is said of it, and its file."""

    fields: DocumentFields
    name: str
    content: bytes


def of_hospital(addon_class: int, story: Story, since: date, today: date) -> Iterator[Paper]:
    """The documents of a hospital with a filing."""
    for fields in _fields(addon_class, story, since, today):
        suffix = "jpg" if fields.kind == "notice_photo" else "pdf"
        yield Paper(fields, f"{fields.title}.{suffix}", content(fields.kind))


def _fields(addon_class: int, story: Story, since: date, today: date) -> Iterator[DocumentFields]:
    left_out = LEFT_OUT.get(story, set())
    kinds = [*STANDING, "notice_photo"] + (["physician_proof"] if addon_class == 1 else [])
    for kind in kinds:
        if kind not in left_out:
            yield DocumentFields(kind, KINDS[kind].partition("（")[0], since)
    for year in range(fiscal_year.of_day(since), fiscal_year.of_day(today) + 1):
        yield from (one for one in _of_year(year, today) if one.kind not in left_out)
    if "attendance" not in left_out:
        yield from _attendance(since, today)


def _of_year(year: int, today: date) -> Iterator[DocumentFields]:
    first, last = fiscal_year.bounds(year)
    for kind in YEARLY:
        dated_on = first + timedelta(days=40 if kind != "training_proof" else 90)
        if dated_on <= today:
            yield DocumentFields(kind, f"{KINDS[kind]} {year}年度", dated_on, first, min(last, today))


def _attendance(since: date, today: date) -> Iterator[DocumentFields]:
    """The attendance of each of the last months of the year, and of every month around 定例報告 and inspection."""
    month = since
    while month <= today:
        following = (month + timedelta(days=32)).replace(day=1)
        last = min(following - timedelta(days=1), today)
        title = f"出勤簿 {month.year}年{month.month}月"
        yield DocumentFields("attendance", title, last, month, last)
        month = following
