"""Pictures for tests, with everything that a camera writes into them."""

from __future__ import annotations

import io
import struct
import uuid
import zlib

from PIL import Image

from checklist.store import db
from checklist.store.assessments import photos
from checklist.store.files import files, picture
from tests.world import World, by, principal


def jpeg(width: int = 60, height: int = 40, colour: str = "teal", rotated: bool = False) -> bytes:
    """A photo with a position, a camera and a comment in it; `rotated` as a tablet held upright writes it."""
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAMERA"
    exif[0x0112] = 6 if rotated else 1
    exif.get_ifd(0x8825)[2] = (35.0, 40.0, 52.0)
    target = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(target, "JPEG", exif=exif, comment=b"SECRETPLACE")
    return target.getvalue()


def noise(width: int, height: int) -> bytes:
    """A photo that no format makes small."""
    target = io.BytesIO()
    Image.effect_noise((width, height), 100).convert("RGB").save(target, "JPEG", quality=90)
    return target.getvalue()


def png(width: int = 30, height: int = 20, mode: str = "RGBA") -> bytes:
    """A picture without loss."""
    target = io.BytesIO()
    Image.new(mode, (width, height)).save(target, "PNG")
    return target.getvalue()


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A small file that claims to be a picture of billions of pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def photograph(
    world: World, login: str, assessment: int, caption: str = "", item: str = "1-01", colour: str = "teal"
) -> int:
    """A photo of one colour by somebody at an item, as the server keeps it; returns its id."""
    shrunk = picture.shrink(jpeg(colour=colour))
    sha256 = files.put(files.folder_beside(db.default_path()), shrunk.content)
    with db.writing() as connection:
        act = by(connection, principal(world.people[login]))
        return photos.add(act, assessment, item, str(uuid.uuid4()), shrunk, sha256, None, caption)[0].id
