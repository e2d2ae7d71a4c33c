"""One log line and one count for each request: route, status and time, never what was sent."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync.server.logs import shortened
from sync.server.metrics import Metrics

log = structlog.stdlib.get_logger("icv.server")

QUIET_ROUTES = frozenset({"/healthz", "/readyz", "/metrics"})


class RequestLog:
    """Wraps the application."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, monotonic: Callable[[], float]) -> None:
        self._app = app
        self._metrics = metrics
        self._monotonic = monotonic

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on and note how it went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = self._monotonic()
        status = 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            self._note(scope, status, self._monotonic() - started)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        template = getattr(scope.get("route"), "path", "unmatched")
        method = scope["method"] if template != "unmatched" else "any"
        self._metrics.requests.labels(method, template, str(status)).inc()
        self._metrics.durations.labels(method, template).observe(seconds)
        code = scope.get("state", {}).get("refused")
        if code is not None:
            self._metrics.refusals.labels(str(code)).inc()
        if template in QUIET_ROUTES:
            return
        named = scope.get("path_params", {})
        facts = {name: named[name] for name in ("scheme_id", "record_id") if name in named}
        if "locator" in named:
            facts["locator"] = shortened(str(named["locator"]))
        if code is not None:
            facts["code"] = str(code)
        log.info(
            "request", method=method, route=template, status=status, ms=round(seconds * 1000, 1), **facts
        )
