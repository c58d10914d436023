"""Words for roles."""

from __future__ import annotations

from checklist.model.accounts import Role

ROLES = {
    Role.SECRETARIAT: "地域事務局",
    Role.SAFETY_MANAGER: "医療安全管理者",
    Role.EVALUATOR: "訪問評価者",
    Role.LEADER: "病院幹部",
    Role.CENTER_STAFF: "支援センター職員",
    Role.EXPERT: "専門家（顧問）",
    Role.ADMIN: "システム管理者",
}
