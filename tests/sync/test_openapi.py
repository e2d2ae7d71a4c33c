"""Whatever the server's own description allows is answered, and never by a fault of the server."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.core.result import Ok

from sync.signing import RequestMessage, sign_request
from tests.sync.conftest import SchemeOnServer

EXAMPLES = 20


def test_no_request_that_the_description_allows_is_a_fault_of_the_server(scheme: SchemeOnServer) -> None:
    described = schemathesis.openapi.from_url(f"{scheme.url}/openapi.json")
    operations: list[Any] = []
    for found in described.get_all_operations():
        assert isinstance(found, Ok), found
        operations.append(found.ok())
    seen: set[int] = set()
    with httpx.Client(base_url=scheme.url) as client:
        for operation in operations:
            _tried(operation, scheme, client, seen)

    assert len(operations) >= 14
    assert max(seen) < 500
    # They came past the signature: some were answered, some were refused for what they asked.
    assert {200, 400} <= seen


def _tried(operation: Any, scheme: SchemeOnServer, client: httpx.Client, seen: set[int]) -> None:
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        if "scheme_id" in (case.path_parameters or {}):
            case.path_parameters["scheme_id"] = scheme.scheme_id
        sent = case.as_transport_kwargs(base_url=scheme.url)
        request = client.build_request(
            sent["method"],
            sent["url"],
            params=sent.get("params") or None,
            content=repr(sent.get("json", sent.get("data", ""))).encode(),
        )
        message = RequestMessage(request.method, str(request.url), {})
        sign_request(message, request.content, scheme.coordinator.keys, datetime.now(UTC))
        request.headers.update(message.headers)
        answer = client.send(request)
        seen.add(answer.status_code)
        assert answer.status_code < 500, f"{request.method} {request.url}: {answer.text}"

    ask()
