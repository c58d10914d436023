"""Links as QR codes."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from checklist.formats import qr_code

LINK = "http://192.168.10.20:8501/pass/" + "A" * 43


def test_the_code_is_a_drawing_with_a_title_that_scales_with_its_box() -> None:
    root = ElementTree.fromstring(qr_code.svg(LINK))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "viewBox" in root.attrib
    assert not {"width", "height"} & set(root.attrib)
    assert root.findtext("{http://www.w3.org/2000/svg}title") == "訪問パスのQRコード"


def test_different_links_give_different_codes_and_the_same_link_the_same() -> None:
    assert qr_code.svg(LINK) == qr_code.svg(LINK)
    assert qr_code.svg(LINK) != qr_code.svg(LINK[:-1] + "B")


@pytest.mark.parametrize("title", ["<script>", "a & b"])
def test_a_title_cannot_break_out_of_the_drawing(title: str) -> None:
    root = ElementTree.fromstring(qr_code.svg(LINK, title))
    assert root.findtext("{http://www.w3.org/2000/svg}title") == title
