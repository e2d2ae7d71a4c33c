"""Erasing what is due on this device by itself: at the start, and after anything has arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from icv_app.errors import StoreError

if TYPE_CHECKING:
    from icv_app.services.desk import Desk

_log = structlog.get_logger(__name__)


def keep_up(desk: Desk) -> None:
    """Erase what is due, and remove its traces from the files; a disk that refuses puts it off.

    It is done the next time, and the retention page says so until then: the work in hand must
    not be kept from anybody.
    """
    try:
        desk.retention.keep_up()
    except StoreError as error:
        _log.warning("erasing put off", why=str(error))


def keep_up_after_sync(desk: Desk, *, complete: bool) -> None:
    """Do what is due once records have come and gone.

    Args:
        desk: Of the device that synchronised.
        complete: Whether everything has arrived, so that a key that is missing is lost.

    Raises:
        StoreError: The vault could not be written.
    """
    if complete:
        desk.devices.replace_lost_office_key()
        desk.scheme.hand_on_keys()
    desk.office_slot.renew()
    keep_up(desk)
