"""Numbered schema steps: applied in order, one transaction each, never edited once landed."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database, Migrations

from checklist.store.migrations import (
    m001_foundation,
    m002_guards,
    m003_visit_day,
    m004_closing,
    m005_records,
    m006_late_answers,
    m007_evidence,
    m008_filing,
    m009_reference_tables,
    m010_trigger_codes,
    m011_time_of_act,
    m012_yardsticks,
    m013_rule_corrections,
    m014_settlements,
    m015_general_rules,
    m016_training_and_departments,
    m017_modules,
    m018_focus_items,
    m020_backups,
    m021_incident_counts,
    m022_infection_filings,
    m023_indexes_by_visit,
    m024_signing,
    m025_steps_of_visits,
    m026_photo_captions,
    m027_photos_of_findings,
    m028_chain,
    m029_sheet_on_the_day,
    m030_meeting,
    m031_chained_photos,
    m032_bed_counts,
    m033_answer_vector,
    m034_group_numbers,
    m037_mail,
    m038_good_practices,
    m040_year_plan,
    m042_center_cases,
    m046_report_papers,
    m047_notices,
    m048_center_activities,
    m049_erasable_texts,
    m050_erasable_records,
    m051_dates,
    m052_travel_times,
    m053_passed_cases,
    m054_public_editions,
    m055_trainings,
    m056_council,
    m057_learning,
    m060_audit,
    m061_sign_in_provider,
    m062_second_factor,
    m063_invitations,
    m064_mappings,
    m065_sheet_revisions,
    m066_name_signs,
    m067_no_second_consent,
    m068_outreach_position,
    m073_own_questions,
    m074_asked_anew,
)
from checklist.store.migrations.rebuilding import foreign_keys_off

STEPS = (
    m001_foundation,
    m002_guards,
    m003_visit_day,
    m004_closing,
    m005_records,
    m006_late_answers,
    m007_evidence,
    m008_filing,
    m009_reference_tables,
    m010_trigger_codes,
    m011_time_of_act,
    m012_yardsticks,
    m013_rule_corrections,
    m014_settlements,
    m015_general_rules,
    m016_training_and_departments,
    m017_modules,
    m018_focus_items,
    m020_backups,
    m021_incident_counts,
    m022_infection_filings,
    m023_indexes_by_visit,
    m024_signing,
    m025_steps_of_visits,
    m026_photo_captions,
    m027_photos_of_findings,
    m028_chain,
    m029_sheet_on_the_day,
    m030_meeting,
    m031_chained_photos,
    m032_bed_counts,
    m033_answer_vector,
    m034_group_numbers,
    m037_mail,
    m038_good_practices,
    m040_year_plan,
    m042_center_cases,
    m046_report_papers,
    m047_notices,
    m048_center_activities,
    m049_erasable_texts,
    m050_erasable_records,
    m051_dates,
    m052_travel_times,
    m053_passed_cases,
    m054_public_editions,
    m055_trainings,
    m056_council,
    m057_learning,
    m060_audit,
    m061_sign_in_provider,
    m062_second_factor,
    m063_invitations,
    m064_mappings,
    m065_sheet_revisions,
    m066_name_signs,
    m067_no_second_consent,
    m068_outreach_position,
    m073_own_questions,
    m074_asked_anew,
)


class Steps(Migrations):
    """The steps of this product, each in a transaction of its own."""

    def apply(self, db: Database, *, stop_before: str | Iterable[str] | None = None) -> None:
        """Apply what is pending, with foreign keys off: a step that builds tables anew checks them itself."""
        # Around all steps, because within the transaction of a step the pragma does nothing.
        with foreign_keys_off(db):
            super().apply(db, stop_before=stop_before)


migrations = Steps("checklist")
for step in STEPS:
    migrations(name=step.__name__.rpartition(".")[2])(step.apply)
