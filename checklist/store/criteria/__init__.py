"""The 施設基準 as they are stored."""
