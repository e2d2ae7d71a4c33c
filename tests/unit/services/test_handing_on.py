"""A laptop that was let in while others wrote without having heard of it: it gets the keys afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest

from icv_app.services.devices import WhyRemoved
from icv_app.services.ports import RecordState
from tests.memory_scheme import MemoryScheme, a_scheme


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


def handed_on(scheme: MemoryScheme) -> None:
    """Everybody exchanges until nothing is left, and coordinators' laptops do what they do after a sync."""
    for _round in range(3):
        scheme.exchange()
        for name in ("C-001", "C-002"):
            scheme[name].desk.scheme.hand_on_keys()


def locked(scheme: MemoryScheme, name: str) -> list[str]:
    records = scheme[name].store.saved_records.values()
    return [record.kind for record in records if record.state is RecordState.LOCKED]


def test_what_was_sealed_by_somebody_who_had_not_heard_of_a_laptop_opens_there_too(
    scheme: MemoryScheme,
) -> None:
    report = scheme.filed_by("V-001")
    scheme.exchange()
    scheme.join("V-001", "V-001 at home")
    scheme["C-002"].desk.reviews.return_with_question(report.visit_id, "Why so?")
    renamed = scheme["C-002"].desk.settings.change(lambda now: replace(now, name="Renamed"))
    scheme.courier.send(scheme["C-002"])
    scheme.exchange()
    # The server shows a member's later laptop what was sealed to the earlier ones.
    scheme["V-001 at home"].take(*scheme.courier.filed)
    assert {"scheme.settings", "review.decision"} <= set(locked(scheme, "V-001 at home"))

    handed_on(scheme)

    assert not {"scheme.settings", "review.decision"} & set(locked(scheme, "V-001 at home"))
    home, first = scheme["V-001 at home"].desk, scheme["V-001"].desk
    assert home.scheme.settings() == first.scheme.settings() == renamed
    assert home.reviews.read(report.visit_id).review == first.reviews.read(report.visit_id).review


def test_a_coordinators_laptop_let_in_while_an_office_key_began_elsewhere_gets_it(
    scheme: MemoryScheme,
) -> None:
    scheme.join("C-002", "C-002 at home")
    scheme.exchange()
    invitation = scheme.invite("C-002")
    new, request = scheme.joining("C-002", invitation, "C-002 new")
    scheme.devices[new.name] = new
    at_home = scheme["C-002 at home"].desk.identity.device_id
    scheme["C-002"].desk.devices.remove(at_home, WhyRemoved.LOST)  # and with it begins an office key
    scheme.answered(invitation, request)
    scheme["C-001"].desk.scheme.approve(invitation.locator)
    del scheme.devices["C-002 at home"]

    handed_on(scheme)
    report = scheme.filed_by("V-001")
    handed_on(scheme)

    assert not locked(scheme, "C-002 new")
    assert [line.visit_id for line in new.desk.reviews.list()] == [report.visit_id]


def test_nothing_is_granted_twice_or_where_nothing_lacks(scheme: MemoryScheme) -> None:
    scheme.filed_by("V-001")
    handed_on(scheme)
    grants = len(scheme["C-001"].records("office.key_grant"))

    handed_on(scheme)

    assert len(scheme["C-001"].records("office.key_grant")) == grants
