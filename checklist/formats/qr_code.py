"""A link as a QR code that prints sharply at any size."""

from __future__ import annotations

import io

import segno


def svg(link: str, title: str = "訪問パスのQRコード") -> str:
    """The code as SVG with a title for screen readers; scales with the box it stands in."""
    target = io.BytesIO()
    # Never a Micro QR code, which most cameras do not read. The white border belongs to the code; on a dark screen, too,
    # it is black on white, for many do not read one that is turned inside out.
    segno.make(link, error="m", micro=False).save(
        target, kind="svg", scale=6, border=4, dark="#000000", light="#ffffff", xmldecl=False, svgns=True, title=title,
        omitsize=True, nl=False,
    )  # fmt: skip
    return target.getvalue().decode("utf-8")
