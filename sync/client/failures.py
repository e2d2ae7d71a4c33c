"""What can go wrong between a device and the server, each with the sentence the person reads."""

from __future__ import annotations

import ssl
from datetime import datetime

import httpx

from icv_app.errors import SyncError, Unreachable
from icv_app.words import _
from sync.wire import Code, Problem


class ServerRefused(SyncError):
    """The server answered no.

    Args:
        code: See `sync.wire.Code`; a newer server may use others.
    """

    def __init__(self, detail: str, *, user_text: str, code: str) -> None:
        super().__init__(detail, user_text=user_text)
        self.code = code


class ServerBusy(Unreachable):
    """The server cannot answer just now.

    Args:
        retry_after_s: See `Unreachable`.
    """

    def __init__(self, detail: str, *, user_text: str, code: str, retry_after_s: int | None) -> None:
        super().__init__(detail, user_text=user_text, retry_after_s=retry_after_s)
        self.code = code


BUSY_STATUSES = frozenset({429, 500, 502, 503, 504, 507})


def failure_of_answer(
    status: int, problem: Problem | None, retry_after: str | None, now: datetime
) -> SyncError:
    """Return the error for an answer that is not a success."""
    code = problem.code if problem else f"http_{status}"
    detail = f"server answered {status} {code}"
    user_text = sentence_for(code, problem, now)
    if status in BUSY_STATUSES:
        wait = int(retry_after) if retry_after and retry_after.isdecimal() and len(retry_after) < 6 else None
        return ServerBusy(detail, user_text=user_text, code=code, retry_after_s=wait)
    return ServerRefused(detail, user_text=user_text, code=code)


def sentence_for(code: str, problem: Problem | None, now: datetime | None) -> str:
    """Return what the person is told for a code; a newer server's own sentence for an unknown one."""
    if code == Code.CLOCK_SKEW and problem and problem.server_time and now:
        minutes = max(1, round(abs(now - problem.server_time).total_seconds() / 60))
        return _(
            "This computer's clock differs from the server's by {minutes} minutes. Set it and try again."
        ).format(minutes=minutes)
    known = _sentences().get(code)
    if known is not None:
        return known
    if problem is not None:
        return problem.message
    return _("The server's answer cannot be used. Check the server's address, or ask the coordinator.")


def _sentences() -> dict[str, str]:
    return {
        Code.UNKNOWN_SCHEME: _(
            "The server does not know this scheme. Check the server's address, or ask its administrator."
        ),
        Code.UNKNOWN_DEVICE: _(
            "This device is not enrolled yet. It works offline until the coordinator approves it."
        ),
        Code.DEVICE_REMOVED: _(
            "This device was removed from the scheme, so the server takes nothing more from it."
        ),
        Code.COORDINATOR_ONLY: _("Only a coordinator's device may do this."),
        Code.UNKNOWN_AUTHOR: _(
            "The server does not know the author of this record yet; it will be sent again."
        ),
        Code.AUTHOR_REMOVED: _(
            "This record was made after its device was removed; a coordinator has to decide on it."
        ),
        Code.NOT_ALLOWED: _("A member of this role may not author such a record."),
        Code.CONFLICT: _("The server holds another record under the same number. Tell the coordinator."),
        Code.TOO_LARGE: _("This is larger than the server takes. Ask its administrator."),
        Code.SLOW_DOWN: _("The server is busy with many requests; ICV tries again by itself."),
        Code.INVITATION_UNKNOWN: _(
            "The server does not know this invitation. Check the words, or ask the coordinator for a new one."
        ),
        Code.INVITATION_USED: _(
            "This invitation was already used by another device. Ask the coordinator for a new one."
        ),
        Code.INVITATION_EXPIRED: _("This invitation is out of date. Ask the coordinator for a new one."),
        Code.DISK_FULL: _(
            "The server's disk is full, so it took nothing. Tell its administrator; nothing is lost here."
        ),
        Code.UNAVAILABLE: _(
            "The server cannot reach its own database at the moment; ICV tries again by itself."
        ),
        Code.FAULT: _(
            "The server has a defect and took nothing. Tell its administrator; nothing is lost here."
        ),
        Code.HISTORY_CHANGED: _("The server was restored from a backup; ICV sends it again what it lacks."),
    }


def failure_of_connection(error: httpx.TransportError) -> SyncError:
    """Return the error for a request that got no answer."""
    kind = type(error).__name__
    if _is_about_tls(error):
        return SyncError(
            f"TLS failed: {kind}",
            user_text=_(
                "The server's certificate is not trusted, so nothing was sent. "
                "Check the address and this computer's date, or ask the server's administrator."
            ),
        )
    if isinstance(error, httpx.UnsupportedProtocol):
        return SyncError(
            "unusable server address",
            user_text=_("The server's address must begin with https:// or http://."),
        )
    return Unreachable(
        f"no answer: {kind}",
        user_text=_("The server cannot be reached. Everything is kept on this computer and sent later."),
    )


def unusable_answer(detail: str) -> SyncError:
    """Return the error for an answer that is not what an ICV server says."""
    return SyncError(
        detail,
        user_text=_(
            "The server's answer cannot be used. Check the server's address, or ask the coordinator."
        ),
    )


def _is_about_tls(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False
