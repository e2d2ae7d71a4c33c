"""The moment the benchmarks live in."""

from __future__ import annotations

from datetime import UTC, datetime

NOW = datetime(2024, 3, 14, 12, 0, tzinfo=UTC)
