"""Words for what activity records choose from: posts, professions, topics, documents, subjects."""

from __future__ import annotations

DEPARTMENTS = {"clinical": "診療部門", "pharmacy": "薬剤部門", "nursing": "看護部門", "office": "事務部門"}
"""The departments that need an assigned member each (管理体制 エ)."""

MORE_DEPARTMENTS = {
    "engineering": "臨床工学部門",
    "laboratory": "検査部門",
    "radiology": "放射線部門",
    "rehabilitation": "リハビリテーション部門",
    "nutrition": "栄養部門",
}
"""Departments beyond the four, which the notice means by 「等」; a region says which of them it asks a member of."""

POSTS = {
    "safety_manager": "医療安全管理者",
    "physician": "専任医師（地域連携加算1）",
    **{code: f"{word}の専任職員" for code, word in DEPARTMENTS.items()},
    **{code: f"{word}の専任職員" for code, word in MORE_DEPARTMENTS.items()},
    "medicine_officer": "医薬品安全管理責任者",
    "device_officer": "医療機器安全管理責任者",
}
# 加算1 asks for 専従, 加算2 for 専任 (令和6年度改定).
DEDICATIONS = {"dedicated": "専従", "assigned": "専任", "concurrent": "兼任"}
PROFESSIONS = {
    "physician": "医師",
    "dentist": "歯科医師",
    "pharmacist": "薬剤師",
    "nurse": "看護師",
    "public_health_nurse": "保健師",
    "midwife": "助産師",
    "radiographer": "診療放射線技師",
    "technologist": "臨床検査技師",
    "engineer": "臨床工学技士",
    "therapist": "理学療法士・作業療法士・言語聴覚士",
    "dietitian": "管理栄養士",
    "office": "事務職員",
    "other": "その他",
}
REPORTERS = {**PROFESSIONS, "unsorted": "未分類"}
"""Who reported an incident; 未分類 where the profession is not known."""
HARM_LEVELS = {
    "level_0": "レベル0",
    "level_1": "レベル1",
    "level_2": "レベル2",
    "level_3a": "レベル3a",
    "level_3b": "レベル3b",
    "level_4a": "レベル4a",
    "level_4b": "レベル4b",
    "level_5": "レベル5",
    "level_other": "その他",
    "level_unsorted": "未分類",
}
"""影響度 as the national university hospitals classify it; その他 is without a level, 未分類 not yet judged."""
TOPICS = {
    "basics": "医療安全の基本的知識",
    "system": "安全管理体制の構築",
    "training": "職員研修の企画・運営",
    "analysis": "情報収集と分析、対策立案、フィードバック、評価",
    "response": "医療事故発生時の対応",
    "culture": "安全文化の醸成",
}
"""What the training of a 医療安全管理者 has to cover ((ハ) of 管理体制 ア)."""
EXERCISES = {"unknown": "未確認", "yes": "演習を含む", "no": "講義のみ"}
ORGANISERS = {"national": "国", "association": "医療関係団体等", "other": "その他"}
ACTIVITIES = {
    "planning": "業務の企画立案",
    "evaluation": "業務の評価",
    "support": "各部門の医療事故防止担当者への支援",
    "coordination": "各部門との調整",
    "consultation": "患者相談窓口との連携・支援",
}
GUIDELINES = {
    "policy": "医療安全管理のための指針",
    "department": "医療安全管理部門の業務指針",
    "duties": "医療安全管理者の業務内容",
    "organisation": "組織図・医療安全管理部門の設置要綱",
    "committee": "医療安全管理対策委員会の設置要綱",
    "desk": "患者相談窓口の設置要綱",
    "reporting": "院内報告制度の規程",
}
# As 医療安全支援センター publish their figures, so far as found; the full official list was not seen.
SUBJECTS = {
    "treatment": "医療行為・医療内容",
    "communication": "コミュニケーション",
    "facility": "医療機関等の施設",
    "information": "医療情報等の取扱い",
    "referral": "紹介・案内",
    "cost": "医療費",
    "knowledge": "医療知識等",
    "other": "その他",
}
