"""What is told of a visit with a sheet of 感染対策: missing filings, and nothing uncertain as certain."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from checklist.model.hospitals import OUTPATIENT, Addon, Filing
from checklist.rules.hospitals import infection

DAY = date(2026, 11, 25)
NAMES = {1: "架空中央病院", 2: "架空市民病院", 3: "架空みなと病院"}
NO_FILING = "には、2026年11月25日（水）に有効な感染対策向上加算の届出が登録されていません"
UNCERTAIN = "感染対策向上加算の評価として扱えるかは、通知で確認してください"


@pytest.mark.parametrize(
    ("classes", "pieces"),
    [
        ({}, []),
        ({1: 1, 2: 1}, ["感染対策向上加算1の病院どうしの訪問です"]),
        ({1: 1, 2: None}, [f"架空市民病院{NO_FILING}"]),
        ({1: None, 2: None, 3: 1}, [f"架空中央病院・架空市民病院{NO_FILING}"]),
        ({1: 1, 2: 2}, [f"（架空市民病院は加算2）。{UNCERTAIN}"]),
        ({1: 3, 2: OUTPATIENT}, [f"（架空中央病院は加算3、架空市民病院は外来）。{UNCERTAIN}"]),
        ({1: 2, 2: None}, [f"架空市民病院{NO_FILING}", f"（架空中央病院は加算2）。{UNCERTAIN}"]),
    ],
)
def test_each_pair_is_told_what_its_filings_say(classes: Mapping[int, int | None], pieces: list[str]) -> None:
    found = infection.told(classes, NAMES, DAY)
    assert len(found) == len(pieces)
    assert all(piece in line for piece, line in zip(pieces, found, strict=True))


def test_the_class_is_that_of_its_own_add_on_on_the_day() -> None:
    filings = [
        Filing(1, 1, Addon.SAFETY, 1, date(2022, 4, 1), None, ""),
        Filing(2, 1, Addon.INFECTION, 2, date(2022, 4, 1), date(2026, 11, 24), ""),
        Filing(3, 2, Addon.INFECTION, 3, DAY, None, ""),
    ]
    assert infection.classes_on(filings, (1, 2, 3), DAY) == {1: None, 2: 3, 3: None}
    assert infection.classes_on(filings, (1, 2), date(2026, 11, 24)) == {1: 2, 2: None}
