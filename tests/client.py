"""A client of the HTTP contract: signs in and posts operations, as scripts and other systems would."""

from __future__ import annotations

import uuid
from types import TracebackType
from typing import Any

import httpx2

from tests.world import PASSWORD

MARK = {"X-Checklist": "1"}


def operation(item: str, value: str | None = "A", base: int = 0, comment: str = "", key: str = "") -> dict[str, Any]:
    """One operation as it stands in a body; with an id of its own unless one is given."""
    return {
        "operation_id": key or str(uuid.uuid4()),
        "item": item,
        "base_version": base,
        "value": value,
        "comment": comment,
    }


class Client:
    """A signed-in person before any server; wraps an HTTP client, whose redirects it never follows."""

    def __init__(self, http: httpx2.Client) -> None:
        self.http = http

    @classmethod
    def at(cls, url: str, timeout: float = 10) -> Client:
        """A client of a running server."""
        return cls(httpx2.Client(base_url=url, timeout=timeout))

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.http.close()

    def sign_in(self, login: str, password: str = PASSWORD) -> Client:
        """Sign in with the form's fields; the cookie stays with the client."""
        answer = self.http.post("/login", data={"login": login, "password": password}, follow_redirects=False)
        assert answer.status_code == 303, answer.text
        return self

    def read(self, assessment: int) -> httpx2.Response:
        """`GET /api/assessments/{id}`."""
        return self.http.get(f"/api/assessments/{assessment}", follow_redirects=False)

    def post(self, assessment: int, *operations: dict[str, Any], **extra: Any) -> httpx2.Response:
        """`POST /api/assessments/{id}/answers` with further fields of the body in `extra`."""
        body = {"operations": list(operations), **extra}
        return self.http.post(f"/api/assessments/{assessment}/answers", json=body, headers=MARK, follow_redirects=False)

    def save(self, assessment: int, *operations: dict[str, Any]) -> list[dict[str, Any]]:
        """Post operations that must be taken, and return their results."""
        answer = self.post(assessment, *operations)
        assert answer.status_code == 200, answer.text
        results: list[dict[str, Any]] = answer.json()["results"]
        return results
