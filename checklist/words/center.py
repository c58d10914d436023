"""Words for the support centre."""

from __future__ import annotations

CENTER = "医療安全支援センター"
