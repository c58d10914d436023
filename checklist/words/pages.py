"""The pages as they are announced: title, menu, and what is there, in the order of the navigation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One page: its title, the menu that it is in, and one sentence that leads to it.

    A page without a menu ("") stands in the navigation by itself; `menu` None is one of a single assessment or visit,
    reached from there and not from the navigation.
    """

    title: str
    menu: str | None = ""
    lead: str = ""


_CENTER = "センター"
_FOLLOW, _CRITERIA, _BASICS = "計画・改善", "施設基準", "基本情報"

PAGES = {
    "home": Page("ホーム"),
    "consultations": Page("相談", lead="相談を受け付け、記録し、以前の相談を探します。"),
    "figures": Page("相談の統計", _CENTER, lead="相談の件数と内容を期間ごとに集計します。"),
    "activities": Page("事業", _CENTER, lead="研修会、啓発など、センターの事業を記録します。"),
    "trainings": Page("研修会", _CENTER, "研修会の準備、アンケート、受講者数、病院への受講記録の申し出を進めます。"),
    "council": Page("協議会", _CENTER, lead="会議の議題と資料、傍聴、委員、会議要旨の公開を扱います。"),
    "survey": Page("運営調査", _CENTER, lead="全国調査の質問に、集計からの候補を見ながら回答します。"),
    "desk": Page("窓口", _CENTER, lead="紹介先、対応方針、窓口の基本ルール、分類の版を管理します。"),
    "advice": Page("助言", lead="支援センターから照会された相談に助言します。"),
    "assessments": Page("自己評価", lead="自院の点検表に記入し、提出します。"),
    "visits": Page("訪問", lead="訪問の予定、訪問評価、結果を確認します。"),
    "date_polls": Page("日程調整", _FOLLOW, "訪問する日の候補に回答し、全員の都合がよい日に決めます。"),
    "plan": Page("年間計画", _FOLLOW, "どの病院がどの病院を訪問するか、義務を満たすかを年度ごとに確認します。"),
    "overdue": Page("期限", _FOLLOW, "期限のある手続きと改善計画を、遅れの日数とともに確認します。"),
    "improvements": Page("改善計画", _FOLLOW, "指摘事項ごとに改善策と進み具合を記録します。"),
    "follow_ups": Page("指摘事項", _FOLLOW, "指摘事項の件数、解決の割合、繰り返しを、章と年度ごとに確認します。"),
    "practices": Page("好事例", _FOLLOW, "ほかの病院が公開した好事例を探し、自院の好事例を公開します。"),
    "learning": Page(
        "結果から学ぶ", _FOLLOW, "点検の結果と病院の希望をテーマごとに並べ、研修会と協議会の議題を選びます。"
    ),
    "comparison": Page("比較", lead="加算1と加算2、年度、自己評価と訪問評価を比較します。"),
    "leniency": Page("訪問病院の評定差", _FOLLOW, "訪問した病院による評定の差を、受審病院の水準を除いて確認します。"),
    "criteria": Page("施設基準", _CRITERIA, "加算の要件を満たしているか、何が不足しているかを確認します。"),
    "records": Page("記録", _CRITERIA, "カンファレンス、院内巡回、研修、職員を記録します。"),
    "evidence": Page("証拠書類", _CRITERIA, "適時調査で求められる書類を保管し、不足を確かめます。"),
    "filings": Page("届出・連携先", _CRITERIA, "届出の履歴と連携先、改めて届出が必要かを確認します。"),
    "hospital_desk": Page(
        "患者相談窓口", _BASICS, "支援センターから届いた相談に回答し、自院の窓口の連絡先を更新します。"
    ),
    "hospitals": Page("病院一覧", _BASICS, "病院の情報と、現在の区分を確認します。"),
    "sheets": Page("点検表", _BASICS, "点検項目と確認の手順、版の違いを確認します。"),
    "revisions": Page("点検表の改訂", _BASICS, "次の版の改訂案を作成し、連携先の病院の意見を確かめて公表します。"),
    "accounts": Page("アカウント", _BASICS, "利用者の登録と役割の変更を行います。"),
    "audit": Page("操作の記録", _BASICS, "だれが、いつ、どこから、何を変更し、出力したかを確認します。"),
    "settings": Page("設定", _BASICS, "地域の名称や条件とバックアップを設定します。"),
    "notices": Page("お知らせ", None),
    "own_sessions": Page("ログイン中の端末", None),
    "answer": Page("点検表の記入", None),
    "closing": Page("講評会", None),
}
"""Name -> page; the name is also its path and its file. Who may open it stands in `rules/access.py`."""
