"""Words for the settings of the region."""

from __future__ import annotations

CRITERIA_WINDOWS = {"fiscal_year": "年度", "twelve_months": "直近12か月"}
FICTIONAL = "架空データ"
PRODUCT = "医療安全 相互チェック"
