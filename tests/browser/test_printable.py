"""What is not printed is told on the tablet as by the server, in the browser that tells it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from checklist.formats import glyphs

TEXTS = [
    "", "中央病院で確認した。", "公益財団法人 \ue000原記念財団", "✅適 ❌否 ✔済 ❓ 🆗", "👩🏽\u200d⚕️さんと👍🏽と👍", "1️⃣ ❤️ ♥",
    "葛\U000e0100城 神 﨑 髙 𠮷 ①㈱㎡", "一行目\n二行目\t\u200b\u202e終", "\U000f0000", "👍🎉🚑🏥💉💊🩺🩹🧪🧫🧬",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_the_tablet_tells_what_the_papers_leave_out(module_page: Page, text: str) -> None:
    told = module_page.evaluate(
        """async (text) => {
          const { unprintable } = await import("/printable.js");
          return (await import("/words.js")).notPrinted(unprintable(text));
        }""",
        text,
    )
    missing = glyphs.unprintable(text)
    assert told == (glyphs.told(missing) if missing else "")
