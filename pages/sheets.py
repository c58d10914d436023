"""stub"""
from __future__ import annotations
from checklist.ui import session
principal = session.guard("sheets")
