"""A short run of the torture, the same steps every time; `make torture` runs a long one."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings

from tests.torture.machine import Torture

TestTorture = Torture.TestCase
TestTorture.settings = settings(
    max_examples=5,
    stateful_step_count=50,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],  # to make a failure smaller takes minutes: `make torture` does
)
