"""The privacy guard: finds what would identify a person, or tells of an offence, in what a visitor writes.

Source: docs/privacy-guard.md.
"""

from __future__ import annotations

from icv_app.domain.privacy.found import Found, Hint
from icv_app.domain.privacy.guard import PrivacyGuard
from icv_app.domain.privacy.word_lists import WordLists

__all__ = ["Found", "Hint", "PrivacyGuard", "WordLists"]
