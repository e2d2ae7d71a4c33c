"""Colours, fonts, sizes and the focus ring."""

from __future__ import annotations

from ui.theme.theme import Look, Theme, current_theme
from ui.theme.tokens import Hue, Tokens

__all__ = ["Hue", "Look", "Theme", "Tokens", "current_theme"]
