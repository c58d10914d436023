"""What a device keeps is read only under the person and the assessment it was kept for."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

OPEN = """async (durable) => {
    const { openOutbox } = await import("/outbox.js");
    const protocol = await import("/protocol.js");
    const open = IDBFactory.prototype.open;
    if (!durable) IDBFactory.prototype.open = () => { throw new Error("denied"); };
    const outbox = await openOutbox();
    IDBFactory.prototype.open = open;
    window.outbox = outbox;
    window.answer = (person, assessment, value) => outbox.change({ person, assessment, name: `p${person}` }, "1-01",
        (found) => protocol.enter(found, null, { value }, "now"), { value, version: 1 });
    window.photo = (person, assessment) => outbox.keepPhoto({ person, assessment, item: "1-01", operation: `p${person}` });
    return outbox.durable;
}"""
"""Opens the outbox of a device, or of a browser that gives no storage."""


@pytest.fixture(params=["device", "tab"])
def filled(module_page: Page, request: pytest.FixtureRequest) -> Page:
    """Two people answered the same item of one sheet, the first of them also on another sheet."""
    assert module_page.evaluate(OPEN, request.param == "device") is (request.param == "device")
    module_page.evaluate(
        """async () => {
            for (const [person, assessment, value] of [[1, 10, "C"], [2, 10, "A"], [1, 11, "B"]]) {
                await answer(person, assessment, value);
                await photo(person, assessment);
                await outbox.keepSheet({ person, assessment }, { kept: `${person}/${assessment}` }, {});
            }
        }"""
    )
    return module_page


def waiting(page: Page, person: int, assessment: int) -> list[tuple[int, int, str]]:
    """Owner, assessment and value of everything that waits for a person on a sheet."""
    found: list[dict[str, Any]] = page.evaluate("([p, a]) => outbox.pendingOf(p, a)", [person, assessment])
    return [(one["person"], one["assessment"], one["pending"]["draft"]["value"]) for one in found]


def test_nobody_reads_what_waits_for_somebody_else_or_on_another_sheet(filled: Page) -> None:
    assert waiting(filled, 1, 10) == [(1, 10, "C")]
    assert waiting(filled, 2, 10) == [(2, 10, "A")]
    assert waiting(filled, 1, 11) == [(1, 11, "B")]
    assert waiting(filled, 2, 11) == waiting(filled, 3, 10) == []
    assert len(filled.evaluate("outbox.everything()")) == 3


def test_nobody_reads_photos_and_sheets_that_were_kept_for_somebody_else(filled: Page) -> None:
    photos = "async ([p, a]) => (await outbox.photosOf(p, a)).map(({ person, assessment }) => [person, assessment])"
    sheets = 'async ([p, a]) => { const found = await outbox.keptSheet(p, a); return found && [found.kept, found.ratings["1-01"].value]; }'
    for person, assessment, value in ((1, 10, "C"), (2, 10, "A"), (1, 11, "B")):
        assert filled.evaluate(photos, [person, assessment]) == [[person, assessment]]
        assert filled.evaluate(sheets, [person, assessment]) == [f"{person}/{assessment}", value]
    for stranger in ([2, 11], [3, 10]):
        assert filled.evaluate(photos, stranger) == []
        assert filled.evaluate(sheets, stranger) is None


def test_signing_out_hides_the_sheets_of_one_person_and_keeps_what_waits(filled: Page) -> None:
    filled.evaluate("outbox.forget(1)")
    assert filled.evaluate("outbox.keptSheet(1, 10)") is None
    assert filled.evaluate("outbox.keptSheet(2, 10)") is not None
    assert waiting(filled, 1, 10) == [(1, 10, "C")]
