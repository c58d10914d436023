"""The class that a hospital has filed on a day, in SQL; `rules.hospitals.filed_class` says the same over filings."""

from __future__ import annotations

from checklist.model.hospitals import Addon


def in_sql(hospital: str, day: str, addon: Addon | str = Addon.SAFETY) -> str:
    """The class as an SQL expression, NULL without a filing; `hospital` and `day` are SQL expressions, too.

    `addon` is an add-on, or an expression as well, such as the subject of a sheet.
    """
    of = f"'{addon.value}'" if isinstance(addon, Addon) else addon
    # Filings of one add-on never overlap: at most one row holds on a day, and the index by hospital finds it.
    return f"""(SELECT filing.addon_class FROM filing
        WHERE filing.hospital_id = {hospital} AND filing.addon = {of} AND filing.valid_from <= {day}
            AND coalesce(filing.valid_to, '9999-12-31') >= {day} ORDER BY filing.valid_from, filing.id LIMIT 1)"""
