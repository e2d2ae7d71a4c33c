"""A short run of the torture; `make torture` runs a long one."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.torture.machine import Torture

TestTorture = Torture.TestCase
TestTorture.settings = settings(
    max_examples=6, stateful_step_count=50, suppress_health_check=list(HealthCheck), deadline=None
)
