"""Every failure ICV expects, in one place.

    IcvError                 expected; the user is told `user_text`
    ├── RuleBroken           a visit, report or scheme record would break a rule of custody visiting
    ├── NotFound             an identifier points at nothing in this vault
    ├── BadInput             a file or value the user gave cannot be used as it is
    ├── StoreError           disk full, file locked, damaged file
    │   ├── VaultDamaged     a file of the vault is not as it was written, or gone; a backup may open
    │   └── VaultLocked      the passphrase or recovery code is wrong, or the vault is locked
    ├── SealError            a signature, seal or chain did not verify; contents are not used
    │   └── UpdateNeeded     well formed, but from a newer version of ICV; kept for later
    └── SyncError            the server could not be reached or refused the request
        ├── Unreachable      worth another try later, without asking the user
        ├── NotYetEnrolled   the coordinator has not approved this device yet
        └── DeviceRemoved    this device was removed from the scheme and has destroyed its keys

Anything that is not an `IcvError` is a defect: it is logged with its
traceback and shown by the crash dialog, never swallowed.
"""

from __future__ import annotations


class IcvError(Exception):
    """A failure the program expects and can explain.

    Args:
        detail: For the log. Holds identifiers, never a detained person's words or name.
        user_text: One sentence for the person using ICV, already translated,
            saying what happened and what they can do next.
    """

    def __init__(self, detail: str, *, user_text: str) -> None:
        super().__init__(detail)
        self.user_text = user_text


class RuleBroken(IcvError):
    """The requested change would leave a record that breaks a rule of custody visiting."""


class NotFound(IcvError):
    """No such thing in this vault."""


class BadInput(IcvError):
    """What the user gave (a file, a figure, a code) cannot be used as it is."""


class StoreError(IcvError):
    """The vault on disk could not be read or written; nothing was changed."""


class VaultDamaged(StoreError):
    """A file of the vault is damaged, cut short, unreadable or gone; its last backup may still open."""


class VaultLocked(StoreError):
    """The key given does not open this vault, or the vault is locked."""


class SealError(IcvError):
    """A signature, seal or chain did not verify; the contents are not used."""


class UpdateNeeded(SealError):
    """A newer version of ICV wrote this; it is kept as it is until this one is updated."""


class SyncError(IcvError):
    """The server refused, or answered something that cannot be used."""


class Unreachable(SyncError):
    """The server could not be reached; worth another try later, without asking the user.

    Args:
        retry_after_s: How long the server asks to be left alone; `None` if it did not say.
    """

    def __init__(self, detail: str, *, user_text: str, retry_after_s: int | None = None) -> None:
        super().__init__(detail, user_text=user_text)
        self.retry_after_s = retry_after_s


class NotYetEnrolled(SyncError):
    """The coordinator has not approved this device yet; everything but syncing works."""


class DeviceRemoved(SyncError):
    """This device was removed from its scheme: it handed over what it had, and its keys are destroyed."""
