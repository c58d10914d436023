"""Documents to take away, with the same permissions as the screen."""

from __future__ import annotations

from starlette.routing import Route

routes: list[Route] = []
