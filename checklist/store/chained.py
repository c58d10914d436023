"""What the chain of records holds: of which tables, which columns, and how a row becomes one digest (format 1)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from sqlite3 import Row

from sqlite_utils import Database

LEAST = -(2**63)
"""The least id that SQLite knows: nobody hides a row behind the first one."""
_canonical = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True)
class Source:
    """A table whose rows are linked as soon as they are there.

    `columns` stand in the order in which they are hashed and never change afterwards in the database: not all of a table
    whose rows have more to them. Of the text in `erasable`, its SHA-256 is hashed instead, because that stays known.
    `by_row`: a text may be erased that is hashed as it is; on record are then the digests of the row before and after.
    """

    table: str
    word: str
    columns: tuple[str, ...]
    at: str = "at"
    erasable: str = ""
    by_row: bool = False

    @property
    def select(self) -> str:
        """The rows from an id on, in order: the columns, then the hashes of an erasure, NULL where nothing was erased."""
        names = ", ".join(f'"{name}"' for name in self.columns)
        before, after = self._erased("before_sha256", "id"), self._erased("after_sha256", "id DESC")
        return f"SELECT {names}, {before}, {after} FROM {self.table} t WHERE id >= ? ORDER BY id"

    def _erased(self, column: str, order: str) -> str:
        if not (self.erasable or self.by_row):
            return "NULL"
        # Several texts of one row may go, one after the other: it is told by its first hash, and stands as the last.
        return (
            f"(SELECT {column} FROM erasure WHERE place = '{self.table}' AND place_id = t.id ORDER BY {order} LIMIT 1)"
        )

    def rows(self, db: Database, first: int = LEAST) -> Iterator[Linked]:
        """Every row from an id on, with the digest of what it says."""
        place, at = self.columns.index(self.erasable) if self.erasable else -1, self.columns.index(self.at)
        for row in db.conn.execute(self.select, [first]):
            yield Linked(self, row[0], row[at], self._digest(row, place))

    def _digest(self, row: Row, erasable: int) -> bytes:
        *values, before, after = row
        if erasable >= 0:
            values[erasable] = before or hashlib.sha256(values[erasable].encode()).hexdigest()
        digest = self.digest_of(values)
        # Only as it was left: whatever else was changed in the row since then is still found.
        return bytes.fromhex(before) if self.by_row and after == digest.hex() else digest

    def digest_of(self, values: Sequence[object]) -> bytes:
        """The digest of a row whose columns hold these values."""
        return hashlib.sha256(_canonical([self.table, *values]).encode()).digest()


@dataclass(frozen=True, slots=True)
class Linked:
    """One row of a source: its id, its moment as it is stored, and its digest."""

    source: Source
    id: int
    at: str
    digest: bytes


_PERSON_AT = ("at", "person_id")
_FILE = ("name", "sha256", "media_type", "bytes", *_PERSON_AT)

# The digests stand in every database and the links on paper: what is written here stays as it is. A table that gets
# another column to be hashed is listed once more, under a name of its own for its rows from then on.
SOURCES = (
    Source(
        "assessment", "評価",
        ("id", "track", "version_id", "hospital_id", "fiscal_year", "edition", "visit_sheet_id", "created_at"),
        at="created_at",
    ),
    Source("assessment_event", "評価の提出・承認の記録", ("id", "assessment_id", "kind", "reason", *_PERSON_AT), by_row=True),
    Source(
        "rating_history", "評定の履歴",
        ("id", "assessment_id", "item_id", "version", "value", "comment", "saved_at", "person_id", "operation_id", "tapped_at"),
        at="saved_at", erasable="comment",
    ),
    Source(
        "late_answer", "提出後に届いた回答",
        ("id", "assessment_id", "item_id", "value", "comment", "base_version", "operation_id", "tapped_at", "handed_in_at", "person_id"),
        at="handed_in_at", erasable="comment",
    ),
    Source("late_decision", "提出後に届いた回答の扱い", ("id", "late_answer_id", "kind", "reason", *_PERSON_AT)),
    Source("finding", "指摘事項", ("id", "visit_id", "item_id", "created_at"), at="created_at"),
    Source(
        "finding_history", "指摘事項の履歴",
        ("id", "finding_id", "version", "kind", "text", "dropped_at", "photos", *_PERSON_AT), erasable="text",
    ),
    Source("signature", "署名", ("id", "visit_id", "edition", "side", "name", "person_id", "at", "strokes")),
    Source(
        "report", "評価報告書",
        ("id", "visit_id", "edition", "document_number", "addressee", "sha256", "sealed_at", "sealed_by"), at="sealed_at",
    ),
    Source("reopening_seen", "評価報告書の再開の確認", ("id", "report_id", *_PERSON_AT)),
    Source("report_event", "評価報告書の手交・受領の記録", ("id", "report_id", "kind", "on_date", "reason", *_PERSON_AT), by_row=True),
    Source("visit_event", "訪問の状態の記録", ("id", "visit_id", "state", "taken_back", *_PERSON_AT), by_row=True),
    Source(
        "visit_agreement", "訪問の取決め",
        ("id", "visit_id", "agreed_on", "participants", "versions", "method", "note", *_PERSON_AT), by_row=True,
    ),
    Source("visit_paper", "訪問の書類", ("id", "visit_id", *_FILE)),
    Source("visit_paper_day", "書類による訪問の日付", ("id", "visit_id", "evaluated_on", "handed_over_on", "paper_id", *_PERSON_AT)),
    Source(
        "chapter_handover", "担当する章の引継ぎ",
        ("id", "visit_id", "version_id", "chapter_code", "to_person_id", *_PERSON_AT),
    ),
    Source("phrase_choice", "地域の定型文の記録", ("id", "sheet_id", "item_code", "texts", *_PERSON_AT)),
    Source("practice", "公開した好事例", ("id", "finding_id", "offered", "named", "text", *_PERSON_AT), erasable="text"),
    Source("progress_note", "改善計画の進捗", ("id", "plan_id", "text", *_PERSON_AT), erasable="text"),
    Source("plan_evidence", "改善計画の資料", ("id", "plan_id", *_FILE)),
    Source(
        "record_history", "記録の履歴", ("id", "kind", "record_id", "version", "content", *_PERSON_AT), by_row=True,
    ),
    Source(
        "case_history", "相談の履歴", ("id", "kind", "record_id", "version", "content", *_PERSON_AT), erasable="content"
    ),
    Source(
        "case_message", "相談についての照会・報告", ("id", "case_id", "kind", "about", "text", *_PERSON_AT), erasable="text"
    ),
    Source("hospital_desk", "患者相談窓口の連絡先", ("id", "hospital_id", "name", "contact", "hours", "phone", "way", "checked_on", *_PERSON_AT)),
    Source(
        "case_transfer", "相談の受け渡し",
        ("id", "case_id", "hospital_id", "consent_by", "consent_way", "consent_on", "answer_by", "text", *_PERSON_AT), erasable="text",
    ),
    Source("transfer_event", "受け渡した相談の記録", ("id", "transfer_id", "kind", "text", *_PERSON_AT), erasable="text"),
    Source("case_opening", "専門家への公開の記録", ("id", "message_id", "expert_id", "until", *_PERSON_AT)),
    Source("public_edition", "公表用の統計の版", ("id", "fiscal_year", "tables", *_PERSON_AT)),
    Source("retention_end", "保存期間の満了の記録", ("id", "case_ids", *_PERSON_AT)),
    Source("option_edition", "相談の分類の版", ("id", "name", "since", "options", *_PERSON_AT)),
    Source("guideline_edition", "運営要領の版", ("id", "name", "since", "articles", *_PERSON_AT)),
    Source("information_read", "支援センターの情報の閲覧", ("id", "kind", "record_id", "hospital_id", *_PERSON_AT)),
    Source("topic_edition", "結果から学ぶテーマの版", ("id", "name", "since", "topics", *_PERSON_AT)),
    Source("topic_wish", "取り上げてほしいテーマ", ("id", "hospital_id", "fiscal_year", "topics", *_PERSON_AT)),
    Source("learning_draft", "下書きの根拠", ("id", "kind", "record_id", "ground", *_PERSON_AT)),
    Source("learning_effect", "研修の前と後の集計", ("id", "draft_id", "content", "at")),
    Source("question_edition", "アンケートの版", ("id", "purpose", "name", "questions", *_PERSON_AT)),
    Source("questionnaire", "研修会のアンケート", ("id", "training_id", "purpose", "token", "edition", *_PERSON_AT)),
    Source(
        "questionnaire_window", "アンケートの受付期間", ("id", "questionnaire_id", "opens_on", "closes_on", *_PERSON_AT)
    ),
    Source(
        "attendance_offer", "研修の受講の申し出",
        ("id", "training_id", "hospital_id", "title", "held_on", "attended", "viewed", *_PERSON_AT),
    ),
    Source("offer_answer", "申し出への回答", ("id", "offer_id", "record_id", "reason", *_PERSON_AT)),
    Source("offer_withdrawal", "申し出の取下げ", ("id", "offer_id", "reason", *_PERSON_AT)),
    Source(
        "council_paper", "協議会の資料",
        ("id", "item_id", "kind", "period", "public", "figures", "file", "title", "as_of", "sha256", "bytes", *_PERSON_AT),
    ),
    Source("council_paper_removal", "協議会の資料の取下げ", ("id", "paper_id", "reason", *_PERSON_AT)),
    Source("council_draw", "傍聴の抽選", ("id", "meeting_id", "seats", "seed", "entrants", "drawn", *_PERSON_AT)),
    Source("survey_edition", "運営調査の回答", ("id", "fiscal_year", "answers", *_PERSON_AT)),
    Source("own_question_edition", "運営調査のセンター独自の質問の版", ("id", "since", "questions", *_PERSON_AT)),
    Source("filing_event", "届出の記録", ("id", "filing_id", "kind", "on_date", "receipt_number", "note", *_PERSON_AT)),
    Source(
        "erasure", "個人情報の削除の記録",
        ("id", "place", "place_id", "before_sha256", "after_sha256", "tombstone", "reason", *_PERSON_AT),
    ),
    Source(
        "audit", "操作の記録",
        ("id", "kind", "person_id", "address", "device", "visit_id", "about_id", "detail", "at"),
    ),
    Source("audit_hospital", "操作の対象の病院", ("id", "hospital_id", "at")),
    Source(
        "backup_plan", "バックアップの予定",
        ("id", "active", "hour", "daily", "weekly", "folder", *_PERSON_AT),
    ),
    Source(
        "edition", "匿名の集計の版",
        ("id", "audience", "kind", "sheet_id", "fiscal_year", "addon_class", "minimum", "margin", "answers", "at"),
    ),
    Source("center_consent", "支援センターへの提供の同意", ("id", "hospital_id", "given", *_PERSON_AT)),
    Source(
        "photo", "写真",
        ("id", "assessment_id", "item_id", "sha256", "media_type", "bytes", "width", "height", "operation_id", "person_id", "taken_at", "saved_at"),
        at="saved_at",
    ),
    Source("photo_erasure", "写真の消去の記録", ("id", "photo_id", "reason", *_PERSON_AT)),
    Source("signature_void", "署名の取消しの記録", ("id", "signature_id", "reason", "at")),
    Source("bed_count", "病床数の記録", ("id", "hospital_id", "since", "beds", *_PERSON_AT)),
    Source("year_plan", "年間計画の版", ("id", "fiscal_year", "edition", "content", "published", *_PERSON_AT)),
    Source("mapping_choice", "取込みの割り当ての記録", ("id", "subject", "hospital_id", "shape", "roles", *_PERSON_AT)),
    Source("name_sign", "名称の外字の置き換えの記録", ("id", "hospital_id", "sign", "text", *_PERSON_AT)),
    Source("name_sign_picture", "名称の外字の図の記録", ("id", "name_sign_id", "picture", *_PERSON_AT)),
    Source("travel_time", "移動時間の記録", ("id", "hospital_id", "other_id", "minutes", *_PERSON_AT)),
    Source("visit_day", "訪問日の変更", ("id", "visit_id", "on_date", "part", "begins", "at")),
    Source(
        "revision_change", "点検表の改訂案の変更",
        ("id", "revision_id", "edition", "operation_id", "kind", "before", "undoes", *_PERSON_AT),
    ),
    Source(
        "revision_event", "点検表の改訂案の記録", ("id", "revision_id", "step", "until", "version_code", "reason", *_PERSON_AT),
    ),
    Source(
        "revision_comment", "点検表の改訂案への意見",
        ("id", "revision_id", "hospital_id", "item_key", "stance", "text", "edition", *_PERSON_AT),
    ),
    Source("second_factor_rule", "二段階認証を求める役割", ("id", "roles", "since", *_PERSON_AT)),
    Source("backup_run", "バックアップの結果", ("id", "drill", "started_at", "ended_at", "place", "fault"), at="ended_at"),
)  # fmt: skip
"""In the order in which the rows of one moment are linked."""


def digests(db: Database, table: str, row_id: int, column: str, text: str) -> tuple[str, str]:
    """The digests of a row as it stands and with another text in one column, in hexadecimal; its source is `by_row`."""
    source = next(one for one in SOURCES if one.table == table and one.by_row)
    *values, _, _ = db.conn.execute(source.select, [row_id]).fetchone()
    changed = [text if name == column else value for name, value in zip(source.columns, values, strict=True)]
    return source.digest_of(values).hex(), source.digest_of(changed).hex()
