"""Object storage on this machine that speaks as much of S3 as a client asks for: buckets, keys, parts of files, and rights."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from tests import small_server

KEY = "AKIAINVENTED"
Answer = tuple[int, dict[str, str], bytes]


@dataclass
class ObjectStorage:
    """Buckets with their files by key; whoever does not come with the one key is refused."""

    url: str = ""
    buckets: dict[str, dict[str, bytes]] = field(default_factory=dict)
    behind: bytes = b""
    """What it keeps behind every file, as a server does that does not know how a client sends a checksum."""
    begun: dict[str, dict[int, bytes]] = field(default_factory=dict)
    """Files of which parts have come, by the number of their upload."""
    asked: list[str] = field(default_factory=list)

    def answer(self, method: str, path: str, query: dict[str, str], headers: dict[str, str], body: bytes) -> Answer:
        """What a request gets."""
        self.asked.append(f"{method} {path}")
        bucket, _, key = path.lstrip("/").partition("/")
        if f"Credential={KEY}/" not in headers.get("authorization", ""):
            return self._fault(403, "AccessDenied")
        if bucket not in self.buckets:
            return self._fault(404, "NoSuchBucket")
        files = self.buckets[bucket]
        if method == "PUT":
            part = query.get("partNumber")
            if part is None:
                files[key] = body
            else:
                self.begun[query["uploadId"]][int(part)] = body
            return 200, {"etag": _tag(body)}, b""
        if method == "POST":
            return self._in_parts(files, key, query)
        if not key:
            return 200, {"content-type": "application/xml"}, _listed(files, query) if method == "GET" else b""
        if key not in files:
            return self._fault(404, "NoSuchKey")
        content = files[key]
        about = {"etag": _tag(content), "last-modified": "Wed, 01 Apr 2026 00:00:00 GMT", "accept-ranges": "bytes"}
        if wanted := headers.get("range", "").removeprefix("bytes="):
            first, last = (int(one) for one in wanted.split("-"))
            about["content-range"] = f"bytes {first}-{min(last, len(content) - 1)}/{len(content)}"
            return 206, about, content[first : last + 1]
        return 200, about, content

    def _in_parts(self, files: dict[str, bytes], key: str, query: dict[str, str]) -> Answer:
        """A file that comes in parts is begun, or is there once it is whole."""
        if "uploads" in query:
            number = f"upload-{len(self.begun)}"
            self.begun[number] = {}
            found = f"<InitiateMultipartUploadResult><UploadId>{number}</UploadId></InitiateMultipartUploadResult>"
        else:
            parts = self.begun[query["uploadId"]]
            files[key] = b"".join(parts[number] for number in sorted(parts)) + self.behind
            found = f"<CompleteMultipartUploadResult><ETag>{escape(_tag(files[key]))}</ETag></CompleteMultipartUploadResult>"
        return 200, {"content-type": "application/xml"}, found.encode()

    @staticmethod
    def _fault(status: int, code: str) -> Answer:
        return status, {"content-type": "application/xml"}, f"<Error><Code>{code}</Code></Error>".encode()


def _tag(content: bytes) -> str:
    return f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"'


def _listed(files: dict[str, bytes], query: dict[str, str]) -> bytes:
    """The files and folders right below a prefix, or all files below it."""
    prefix, delimiter = query.get("prefix", ""), query.get("delimiter", "")
    below = sorted(key for key in files if key.startswith(prefix))
    folders = {prefix + key[len(prefix) :].split(delimiter)[0] + delimiter
               for key in below if delimiter and delimiter in key[len(prefix) :]}  # fmt: skip
    lines = [
        f"<Contents><Key>{escape(key)}</Key><Size>{len(files[key])}</Size>"
        f"<LastModified>2026-04-01T00:00:00.000Z</LastModified><ETag>{escape(_tag(files[key]))}</ETag></Contents>"
        for key in below
        if not (delimiter and delimiter in key[len(prefix) :])
    ]
    lines += [f"<CommonPrefixes><Prefix>{escape(one)}</Prefix></CommonPrefixes>" for one in sorted(folders)]
    head = f"<KeyCount>{len(lines)}</KeyCount><IsTruncated>false</IsTruncated>"
    return f"<ListBucketResult>{head}{''.join(lines)}</ListBucketResult>".encode()


@contextmanager
def running() -> Iterator[ObjectStorage]:
    """Object storage that runs."""
    found = ObjectStorage()

    class Handler(small_server.Quiet):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            address = urlsplit(self.path)
            query = {name: values[-1] for name, values in parse_qs(address.query, keep_blank_values=True).items()}
            headers = {name.lower(): value for name, value in self.headers.items()}
            if headers.get("expect") == "100-continue":
                self.send_response_only(100)
                self.end_headers()
            body = self.rfile.read(int(headers.get("content-length", 0)))
            status, told, content = found.answer(self.command, unquote(address.path), query, headers, body)
            self.send_response(status)
            for name, value in {**told, "content-length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        do_GET = do_HEAD = do_PUT = do_POST = _answer

    with small_server.running(Handler) as found.url:
        yield found
