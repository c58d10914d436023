"""Words for the support centre: its lists, how it counts, what is asked within it."""

from __future__ import annotations

CENTER = "医療安全支援センター"
COUNTINGS = {"cases": "件（相談事例）", "contacts": "回（対応）"}
STANDARD = "標準分類（例）"
"""The shipped edition; the table of the yearly survey was not found, and this is none."""
GUIDELINE = "医療安全支援センター運営要領（令和4年3月改正、要旨）"
STANDARD_TOPICS = "標準テーマ"
SOURCES = {
    "chapter": "点検表の章",
    "item": "点検項目",
    "repeated": "指摘事項",
    "subject": "相談内容",
    "wish": "病院の希望",
}
"""What of a topic led to a training or an item of the council."""
NO_CAUSE = "受講した病院としなかった病院は、もともと異なることがあります。この比較は、変化の原因が研修であることを示すものではありません。"
LISTS = {
    "channel": "相談方法",
    "kind": "種別",
    "caller": "相談者の区分",
    "gender": "性別",
    "age": "年代",
    "residence": "居住地",
    "source": "センターを知った情報源",
    "facility": "対象施設の区分",
    "care": "入院・外来",
    "department": "診療科",
    "subject": "相談内容（大）",
    "detail": "相談内容（小）",
    "response": "対応",
    "satisfaction": "納得度",
    "difficulty": "対応困難度",
    "reason": "困難の理由",
    "issue": "相談者の課題",
    "urgency": "緊急・重大",
    "consent": "施設への連絡の同意",
}
MESSAGES = {
    "advice": "専門家・同僚に照会",
    "answer": "助言",
    "urgent": "上司に報告（緊急・重大）",
    "receipt": "受領",
}
CONSENT_WAYS = {"phone": "電話で口頭", "visit": "面談で口頭", "letter": "書面", "mail": "電子メール"}
TRANSFER_STATES = {
    "passed": "受領を待っています",
    "acknowledged": "回答を待っています",
    "answered": "回答あり",
    "withdrawn": "同意の取消し",
}
TRANSFER_EVENTS = {
    "acknowledged": "受領",
    "answered": "回答",
    "tellable": "相談者に伝えてよい内容",
    "withdrawn": "同意の取消し",
}
WEEKDAYS = ("月", "火", "水", "木", "金", "土", "日")
DOES = (
    "話を聴き問題を整理する",
    "自ら解決するための助言",
    "医療機関との話し方・聞き方の助言",
    "適切な相談先の案内",
    "医療機関の機能・診療科・制度の情報提供",
    "必要に応じ医療機関へ情報提供・助言",
)
DOES_NOT = (
    "診断・検査・治療の妥当性、医療行為の是非の判断",
    "過失・因果関係・責任の所在の判断",
    "仲裁・仲介・調停、話し合いへの同席",
    "特定の医療機関・医師の紹介、評判・評価の回答",
    "処分、強制力のある指導",
)
"""What the desks of several cities say in common; a centre writes its own."""

TASKS = {
    "1": "①苦情・相談への対応",
    "2": "②医療安全推進協議会の開催",
    "3": "③関係機関・団体等との連絡調整",
    "4": "④医療安全に必要な情報の収集・提供",
    "5": "⑤職員の資質の向上",
    "6": "⑥相談事例の収集・分析・情報提供",
    "7": "⑦医療安全施策の普及・啓発",
    "8": "⑧二次医療圏センターへの助言・指導",
    "9": "⑨二次医療圏センターの職員の研修",
    "10": "⑩二次医療圏センターの業務の評価",
    "11": "⑪二次医療圏センターを補う業務",
}
"""https://wic-net.com/material/document/14197/40 : ① to ⑦ of every centre, ⑧ to ⑪ of a prefecture's."""
JUDGEMENTS = {"good": "十分", "fair": "おおむね十分", "poor": "改善が必要", "none": "実施なし・該当なし"}
"""How a prefecture judges each task of a centre of a 二次医療圏."""
SUPPORTS = {code: TASKS[code] for code in ("8", "9", "10", "11")}
TOPICS = {
    "system": "医療安全に関する制度",
    "organisation": "組織的な取組",
    "analysis": "事故分析・評価・対策",
    "response": "事故発生時の対応",
    "communication": "コミュニケーション能力の向上",
    "education": "職員の教育研修",
    "awareness": "意識の向上",
    "other": "その他",
}
"""https://wic-net.com/material/document/14197/43 , (6)①: what training for facilities has to contain."""
AUDIENCES = {
    "staff": "常勤職員",
    "part_time": "会計年度任用職員",
    "contracted": "委託業者の職員",
    "dispatched": "派遣職員",
    "hospitals": "医療機関の職員",
}
OUTREACHES = {
    "community": "公民館の講座",
    "visit": "出前講座",
    "open": "市民公開講座",
    "web": "ホームページ",
    "magazine": "広報誌",
    "leaflet": "パンフレット（リーフレット等）",
    "poster": "ポスター",
    "sns": "SNS",
    "other": "その他",
}
MATERIALS = {"ten_points": "医者にかかる10箇条", "own": "センターの資料", "other": "その他", "none": "なし"}
FACILITIES = {
    "hospital": "病院",
    "clinic": "一般診療所",
    "dental": "歯科診療所",
    "birth": "助産所",
    "pharmacy": "薬局",
}
FORMS = {"meeting": "会場で開催", "online": "オンラインで開催", "written": "書面開催"}
ITEMS = {
    "review": "実施した事業の振り返り",
    "figures": "相談の対応状況",
    "plan": "翌年度の事業計画",
    "cases": "相談事例の検討",
    "chair": "委員長等の選出",
    "other": "その他",
}
PUBLIC_COUNCIL = "医療安全推進協議会の会議要旨"
PURPOSES = {"before": "事前の質問", "after": "受講後アンケート"}
"""What a questionnaire of a training is for."""
SHAPES = {"yes_no": "「はい」か「いいえ」", "choices": "選択（複数回答）", "number": "数", "text": "自由記述"}
"""How a question of the yearly survey is answered."""
QUESTION_KINDS = {"steps": "5段階", "choice": "選択", "text": "自由記述"}
WAYS = {"day": "当日", "demand": "オンデマンド", "again": "再配信"}
EMPLOYMENTS = {code: AUDIENCES[code] for code in ("staff", "part_time", "contracted", "dispatched")}
BASIC_POLICY = (
    "患者・家族等と医療機関の信頼関係の構築を支援する",
    "患者・家族等と医療機関の双方から信頼されるよう、中立的な立場で対応する",
    "患者・家族等が相談しやすい体制を整える",
    "相談者のプライバシーを守り、相談により不利益を受けないようにする",
    "地域のほかの相談窓口や関係機関と連携する",
)
"""基本方針 of the 運営要領 in our words: https://wic-net.com/material/document/14197/39"""
OFFER_STATES = {"open": "回答待ち", "accepted": "受入れ済み", "refused": "受け入れない", "withdrawn": "取下げ"}
MEMBER_GROUPS = {
    "medical": "医師会・歯科医師会・薬剤師会・看護協会",
    "hospitals": "病院団体・医療機関",
    "law": "弁護士",
    "academic": "学識経験者",
    "patients": "患者・住民・消費者",
    "government": "行政",
    "other": "その他",
}
MEMBER_ROLES = {"chair": "委員長", "vice": "副委員長", "member": "委員"}
PAPERS = {"council": "相談の対応状況", "annual": "年次実績報告", "activities": "業務の実績"}
"""What is drawn from live figures and frozen as a paper of a council item."""
LISTENING = {"applied": "事前の申込み", "day": "当日の受付"}
"""How somebody comes to listen to a meeting."""
REPORT_PARTS = {
    "foreword": "はじめに",
    "analysis": "寄せられた相談を分析して",
    "time": "件数・時間",
    "caller": "相談者",
    "facility": "対象施設",
    "subject": "相談内容",
    "response": "対応",
    "content": "相談者の納得度",
    "wishes": "窓口への要望",
    "issues": "相談者の課題",
    "work": "業務の実績",
}
"""The parts of 年次実績報告 below which a sentence of the centre's own may stand, as 松山市 prints them."""


def file_size(count: int) -> str:
    """How large a file is, as people choose whether to open it."""
    return f"{count / 1024**2:.1f}MB" if count >= 1024**2 else f"{max(1, round(count / 1024)):,}KB"
