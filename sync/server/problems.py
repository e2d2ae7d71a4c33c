"""Refusals: each has a stable code, an HTTP status and one clear sentence."""

from __future__ import annotations

from sync.wire import Code, Problem


class Refused(Exception):
    """The request, or one envelope of it, is refused.

    Args:
        status: HTTP status.
        message: One sentence for people; identifiers only.
        retry_after_s: When set, the client is asked to wait this long.
    """

    def __init__(
        self,
        status: int,
        code: Code,
        message: str,
        *,
        retryable: bool = False,
        retry_after_s: int | None = None,
        problem: Problem | None = None,
    ) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
        self.retry_after_s = retry_after_s
        self.problem = problem or Problem(code=code, message=message, retryable=retryable)


def unknown_scheme() -> Refused:
    """Return the refusal for a scheme that was never registered here."""
    return Refused(
        404,
        Code.UNKNOWN_SCHEME,
        "This server does not know the scheme: its administrator registers it with icv-server init-scheme.",
    )


def bad_request(what: str) -> Refused:
    """Return the refusal for a request that cannot be understood."""
    return Refused(400, Code.BAD_REQUEST, f"The request cannot be understood: {what}.")


def too_large(most: int) -> Refused:
    """Return the refusal for a body over its limit in bytes."""
    return Refused(413, Code.TOO_LARGE, f"This is larger than the server takes: {most // 1024} KiB at most.")
