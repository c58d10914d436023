"""Triggers raise a code instead of a sentence: what the user reads for it stands among the words."""

from __future__ import annotations

import re

from sqlite_utils import Database

from checklist.store.migrations.rebuilding import Unexpected, rewrite_triggers, triggers

_RAISE = re.compile(r"RAISE\(ABORT, '(\w+: [^']+)'\)")

CODES = {
    "refused: 記録は削除・変更できません。": "refused: kept",
    "refused: 使用を開始した点検表の版は変更できません。新しい版を作成してください。": "refused: frozen_version",
    "not_open: この評価は提出済みのため、変更できません。": "not_open: assessment_submitted",
    "not_open: 確定した評価は変更できません。": "not_open: assessment_sealed",
    "refused: 提出の取り下げには理由が必要です。": "refused: withdrawal_without_reason",
    "refused: この点検表にない項目です。": "refused: item_not_of_sheet",
    "refused: この点検表では使えない評定です。": "refused: value_not_of_scale",
    "refused: 最初の回答の版は1です。": "refused: first_version",
    "refused: 回答の版は1つずつ進みます。": "refused: next_version",
    "not_open: この評価は提出済みのため、写真を追加できません。": "not_open: photo_after_submission",
    "refused: 写真は1項目につき20枚までです。": "refused: photos_full",
    "refused: 受審病院自身を訪問側にすることはできません。": "refused: host_visits_itself",
    "refused: 訪問評価者は訪問側の病院に所属する人に限ります。": "refused: member_not_of_evaluator",
    "refused: 受審病院と年度は変更できません。訪問を中止して作り直してください。": "refused: host_stays",
    "refused: 章を担当できるのは、この訪問の訪問評価者だけです。": "refused: chapter_not_of_member",
    "refused: 訪問パスは、この訪問の訪問評価者にだけ発行できます。": "refused: pass_not_of_member",
    "refused: この訪問パスはすでに使用されています。": "refused: pass_used",
    "refused: 取り消した訪問パスは元に戻せません。": "refused: pass_revoked",
    "not_open: 講評の記録は、訪問中の訪問でだけ変更できます。確定した報告書は変更できません。": "not_open: closing_not_open",
    "not_open: 署名が済んでいるため、変更できません。変更するには署名を取り消してください。": "not_open: signed",
    "not_open: 講評会の署名が済んでいるため、訪問評価は変更できません。変更するには署名を取り消してください。": "not_open: visitor_signed",
    "refused: この訪問の点検表にない項目です。": "refused: item_not_of_visit",
    "refused: この版には署名できません。": "refused: edition_not_to_sign",
    "refused: この側の署名はすでに済んでいます。": "refused: side_signed",
    "refused: 確定した報告書の署名は、報告書を再開するまで取り消せません。": "refused: signature_sealed",
    "refused: 受審病院と訪問側の両方の署名がそろっていません。": "refused: signature_missing",
    "refused: 報告書は順に確定します。先の版を再開してください。": "refused: edition_out_of_order",
    "refused: 訪問評価がまだ提出されていません。": "refused: visitor_not_submitted",
    "refused: 再開した版の報告書には記録できません。": "refused: report_reopened",
    "refused: 改善計画は、確定した報告書の指摘事項について作成します。": "refused: plan_without_finding",
    "refused: この病院への以前の訪問の指摘事項ではありません。": "refused: finding_of_other_host",
    "not_open: 報告済みの訪問のため、記録を変更できません。": "not_open: visit_reported",
    "refused: 代表の訪問評価者に提出できるのは、訪問評価の回答だけです。": "refused: late_not_of_visitor",
    "refused: この回答の扱いはすでに決まっています。": "refused: late_decided",
    "refused: 削除する文が見つかりません。": "refused: nothing_to_erase",
}
"""What a trigger has raised so far -> what it raises from now on; the error family before the colon stays."""


def _coded(name: str, sql: str) -> str:
    coded, count = _RAISE.subn(lambda found: f"RAISE(ABORT, '{CODES[found[1]]}')", sql)
    # A sentence left behind would be shown as a general one, and nobody would notice.
    if count != sql.count("RAISE"):
        raise Unexpected(f"a RAISE of another form in {name}")
    return coded


def apply(db: Database) -> None:
    """Write every trigger anew with codes; raises Unexpected if they do not raise exactly the sentences known here."""
    raised = {message for sql in triggers(db).values() for message in _RAISE.findall(sql)}
    if raised != CODES.keys():
        raise Unexpected(f"triggers raise other sentences: {sorted(raised ^ CODES.keys())}")
    rewrite_triggers(db, _coded)
