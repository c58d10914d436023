"""Numbered schema steps: applied in order, one transaction each, never edited once landed."""

from __future__ import annotations

from sqlite_utils import Migrations

from checklist.store.migrations import (
    m001_foundation,
    m002_guards,
    m003_visit_day,
    m004_closing,
    m005_records,
    m006_late_answers,
    m007_evidence,
    m008_filing,
)

STEPS = (
    m001_foundation,
    m002_guards,
    m003_visit_day,
    m004_closing,
    m005_records,
    m006_late_answers,
    m007_evidence,
    m008_filing,
)

migrations = Migrations("checklist")
for step in STEPS:
    migrations(name=step.__name__.rpartition(".")[2])(step.apply)
