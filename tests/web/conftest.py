"""The gate and our routes in this process, without Streamlit behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from checklist.web.gate import Gate
from checklist.web.routes import routes
from checklist.web.runtime import Runtime
from tests.client import Client
from tests.world import World


@pytest.fixture
def runtime() -> Runtime:
    """The runtime of the app under test."""
    return Runtime()


@pytest.fixture
def app(runtime: Runtime) -> Starlette:
    """What stands before Streamlit in app.py."""
    return Starlette(routes=routes(runtime), middleware=[Middleware(Gate, runtime=runtime)], lifespan=runtime.lifespan)


@pytest.fixture
def anyone(world: World, app: Starlette) -> Iterator[TestClient]:
    """Somebody who has not signed in, before an app that runs on the small world."""
    with TestClient(app, base_url="http://sogo.example", follow_redirects=False) as client:
        yield client


@pytest.fixture
def signed_in(anyone: TestClient, app: Starlette) -> Callable[[str], Client]:
    """Signs anybody of the small world in, each with cookies of their own."""

    def sign_in(login: str) -> Client:
        http = TestClient(app, base_url="http://sogo.example", follow_redirects=False)
        http.portal = anyone.portal
        return Client(http).sign_in(login)

    return sign_in
