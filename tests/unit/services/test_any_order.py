"""Records come in any order, in any pages, more than once: every device comes to the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from icv_app.domain.copies import CopyTo
from icv_app.domain.fitness import PairRule
from icv_app.domain.ids import ConcernId, MemberId
from icv_app.domain.review import ReviewEventKind
from icv_app.services.ports_sync import PulledRecord
from icv_app.services.report_records import report_parts
from tests.builders import a_checklist, a_concern, a_member
from tests.memory_scheme import Device, MemoryScheme, a_scheme
from tests.unit.services.by_own_hand import SIGNED_LATER, a_comment, a_report_in_the_name_of, said

ONE = ConcernId("concern-1")


@cache
def a_life() -> tuple[MemoryScheme, dict[str, tuple[PulledRecord, ...]]]:
    """A scheme in which much was said, with what the server would show each of some new devices.

    The devices are enrolled and granted their keys, and have fetched nothing yet.
    """
    scheme = a_scheme()
    office, other = scheme["C-001"].desk, scheme["C-002"].desk
    first = scheme.filed_by("V-001", sign_off=SIGNED_LATER, concerns=(a_concern(concern_id=ONE),))
    second = scheme.filed_by("V-002")
    scheme.exchange()
    office.reviews.read(first.visit_id)
    office.reviews.approve(first.visit_id)
    other.reviews.return_with_question(first.visit_id, "Why?")
    office.reviews.return_with_question(second.visit_id, "When?")
    office.concerns.send(first.visit_id, ONE, to_role="inspector")
    office.settings.change(lambda now: replace(now, name="of C-001"))
    scheme.clock.forward(minutes=5)
    other.settings.change(lambda now: replace(now, name="of C-002"))
    office.scheme.put_member(a_member(3, surname="Early"))
    scheme.clock.forward(minutes=5)
    other.scheme.put_member(a_member(3, surname="Late"))
    scheme.exchange()
    office.comments.comment(first.visit_id, "census", "Twelve?")
    other.comments.thank(first.visit_id, "Thank you both.")
    scheme.courier.file(a_comment(scheme, "C-002", first, "people.nobody"))
    scheme["V-001"].desk.reviews.answer(first.visit_id, "Because.")
    scheme["V-002"].desk.reviews.agree(first.visit_id, dissent="Not quite.")
    scheme["V-001"].desk.reviews.agree(second.visit_id)
    office.copies.note(first.visit_id, CopyTo.POLICE, how="By e-mail.")
    other.overrides.allow(
        MemberId("V-003"), (PairRule.VETTING,), date(2024, 3, 14), date(2024, 3, 20), reason="In the post."
    )
    other.concerns.note_reply(first.visit_id, ONE, words="We know.")
    scheme.clock.forward(hours=30)
    scheme.filed_by("V-003")
    fake = a_report_in_the_name_of("V-003", visit_id=first.visit_id)
    scheme.clock.forward(days=-9)
    scheme.courier.file(
        scheme.forged(
            "V-003", "visit.report", fake.visit_id, report_parts(fake, a_checklist()), to=("V-001", "V-002")
        )
    )
    scheme.courier.file(said(scheme, "V-003", first, ReviewEventKind.ANSWERED, "visit.answer"))
    scheme.courier.file(said(scheme, "V-002", first, ReviewEventKind.RETURNED, "review.decision"))
    scheme.courier.file(scheme.forged("C-002", "rota.unheard_of", "s", {"report": b"{}"}, to=("V-001",)))
    scheme.clock.forward(days=9)
    scheme.exchange()
    pages = {}
    for member, name in (("C-002", "new office"), ("V-003", "new laptop")):
        invitation = scheme.invite(member)
        device, request = scheme.joining(member, invitation, name)
        scheme.answered(invitation, request)
        office.scheme.approve(invitation.locator)
        scheme.devices[name] = device
    scheme.courier.send(scheme["C-001"])
    for name in ("new office", "new laptop"):
        fetched = scheme[name].copy()
        scheme.courier.fetch(fetched)
        pages[name] = tuple(scheme.courier.for_device(fetched))
    return scheme, pages


def shown(device: Device) -> dict[str, Any]:
    """Everything that screens and figures are made of."""
    desk = device.desk
    reports = [desk.reviews.read(line.visit_id) for line in desk.reviews.list()]
    with device.store.open_reading() as unit:
        settings_1, settings_2 = unit.settings.version(1), unit.settings.version(2)
    return {
        "visits": desk.visits.list(),
        "reviews": [(report.visit, report.review, report.concerns, report.last_time) for report in reports],
        "comments": [report.comments for report in reports],
        "agreements": [(report.agreements, report.copies, report.lapses) for report in reports],
        "awaiting": desk.reviews.awaiting(),
        "overrides": desk.overrides.all(),
        "members": desk.scheme.members(),
        "settings": (settings_1, settings_2),
        "versions": desk.settings.history(),
        "devices": sorted(one.key_id for one in device.roster.active_devices()),
        "records": {
            name: (record.state, record.subject, record.author, record.chain_id, record.parts)
            for name, record in device.store.saved_records.items()
            if record.envelope is not None
        },
    }


def come_in(device: Device, records: list[PulledRecord], cuts: Random) -> None:
    """Let records come in pages of any size."""
    rest = list(records)
    while rest:
        size = cuts.randint(1, len(rest))
        device.desk.sync.save_pull(rest[:size], "1")
        rest = rest[size:]


@pytest.mark.parametrize("name", ["new office", "new laptop"])
@given(st.randoms(use_true_random=False))
@examples(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_of_arrival_shows_the_same(name: str, order: Random) -> None:
    scheme, pages = a_life()
    in_order, shuffled = scheme[name].copy(), scheme[name].copy()
    come_in(in_order, list(pages[name]), Random(1))

    mixed = [*pages[name], *order.sample(pages[name], len(pages[name]) // 2)]
    order.shuffle(mixed)
    come_in(shuffled, mixed, order)

    assert shown(shuffled) == shown(in_order)


@pytest.mark.parametrize("name", ["new office", "new laptop"])
def test_a_pull_that_is_repeated_changes_nothing(name: str) -> None:
    scheme, pages = a_life()
    device = scheme[name].copy()
    first = device.desk.sync.save_pull(pages[name], "1")
    before, commits = shown(device), device.store.commits

    again = device.desk.sync.save_pull(pages[name], "1")

    assert (first.new, again.new, again.quarantined) == (len(pages[name]), 0, 0)
    assert shown(device) == before
    assert device.store.commits == commits


def test_the_life_holds_what_is_hard() -> None:
    """Otherwise the tests above would prove little."""
    scheme, pages = a_life()
    device = scheme["new office"].copy()
    device.desk.sync.save_pull(pages["new office"], "1")

    found = shown(device)
    assert len(found["visits"]) == 3
    assert {line.review.value for line in found["visits"]} == {"answered", "returned", "received"}
    states = {record[0].value for record in found["records"].values()}
    assert states == {"received", "refused", "update_needed"}
    assert {agreements.state.value for agreements, _copies, _lapses in found["agreements"]} == {
        "agreed",
        "dissented",
    }
    assert {comment.text for comments in found["comments"] for comment in comments} == {
        "Twelve?",
        "Thank you both.",
    }
    assert [copy.how for _agreements, copies, _lapses in found["agreements"] for copy in copies] == [
        "By e-mail."
    ]
    assert [allowed.reason for allowed in found["overrides"]] == ["In the post."]
    assert found["settings"][1].name == "of C-002"
    assert [member.surname for member in found["members"]][-1] == "Late"
    [late] = [line for line in found["visits"] if line.late]
    assert late.author == "V-003"
