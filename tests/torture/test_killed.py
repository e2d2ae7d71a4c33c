"""Real servers and real laptops, killed at random for a few seconds; `make torture` does so for minutes."""

from __future__ import annotations

import sys

import pytest

from tests.torture.killing import in_a_process_of_its_own

pytestmark = pytest.mark.skipif(not hasattr(sys, "getdlopenflags"), reason="needs a system that can fork")


def test_servers_and_laptops_that_are_killed_lose_and_double_nothing(postgres_url: str) -> None:
    outcome = in_a_process_of_its_own(postgres_url, seconds=6, clients=4, seed=1)

    assert outcome.kills > outcome.clients
    assert outcome.acknowledged > 0
    assert (outcome.lost, outcome.duplicated) == (0, 0)


def test_a_record_that_was_promised_too_early_is_counted_as_lost(postgres_url: str) -> None:
    """Otherwise the figures above would prove little: a laptop says `written` before it commits."""
    outcome = in_a_process_of_its_own(postgres_url, seconds=0, clients=3, seed=1, hasty=True)

    assert outcome.lost > 0
