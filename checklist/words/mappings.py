"""Words for what the rows and columns of somebody's own file are."""

from __future__ import annotations

from checklist.model.mappings import ColumnRole, RowRole

ROW_ROLES = {
    RowRole.CHAPTER: "章",
    RowRole.ITEM: "項目",
    RowRole.MORE: "続き",
    RowRole.HEAD: "見出し",
    RowRole.UNUSED: "使わない",
}
COLUMN_ROLES = {
    ColumnRole.CHAPTER: "章",
    ColumnRole.NUMBER: "番号",
    ColumnRole.ITEM: "項目",
    ColumnRole.MORE: "続き",
    ColumnRole.UNUSED: "使わない",
}
