"""The 施設基準 on the screen."""
