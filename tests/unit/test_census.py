from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from icv_app.domain.census import Census, Tally, reconcile
from icv_app.domain.person import Contact
from tests.builders import a_person

contacts = st.lists(st.none() | st.sampled_from(Contact), max_size=12)
tallies = st.lists(
    st.builds(Tally, contact=st.sampled_from(Contact), reason=st.just("asleep"), count=st.integers(0, 9)),
    max_size=4,
)


def test_rows_and_tallies_reconcile_with_the_count_at_entry() -> None:
    people = [a_person(contact=Contact.SPOKEN_TO), a_person(contact=Contact.DECLINED)]
    asleep = Tally(contact=Contact.NOT_AVAILABLE, reason="asleep", count=4)
    found = reconcile(Census(total=6), people, [asleep])
    assert found.reconciles
    assert found.difference == 0
    assert found.by_contact == {
        Contact.SPOKEN_TO: 1,
        Contact.OBSERVED_ONLY: 0,
        Contact.DECLINED: 1,
        Contact.NOT_AVAILABLE: 4,
        Contact.NOT_OFFERED: 0,
    }


def test_whoever_is_still_to_see_shows_as_a_difference() -> None:
    found = reconcile(Census(total=3), [a_person()], [])
    assert (found.difference, found.reconciles) == (2, False)


def test_more_people_than_were_in_custody_show_as_a_negative_difference() -> None:
    found = reconcile(Census(total=1), [a_person(), a_person()], [])
    assert (found.difference, found.reconciles) == (-1, False)


def test_nothing_reconciles_before_it_was_counted() -> None:
    found = reconcile(Census(), [], [])
    assert (found.in_custody, found.difference, found.reconciles) == (None, None, False)


def test_an_empty_suite_reconciles() -> None:
    assert reconcile(Census(total=0), [], []).reconciles


def test_an_undecided_row_keeps_the_count_open() -> None:
    found = reconcile(Census(total=1), [a_person(contact=None), a_person()], [])
    assert (found.undecided, found.difference, found.reconciles) == (1, 0, False)


@given(contacts, tallies)
def test_everybody_is_counted_once(given_contacts: list[Contact | None], counted: list[Tally]) -> None:
    people = [a_person(contact=contact) for contact in given_contacts]
    everybody = len(people) + sum(tally.count for tally in counted)
    found = reconcile(Census(total=everybody), people, counted)
    assert found.accounted + found.undecided == everybody
    assert found.reconciles is (None not in given_contacts)


def test_children_are_both_age_bands_and_nobody_where_nothing_was_counted() -> None:
    assert Census(children_10_13=1, children_14_17=2).children == 3
    assert Census().children == 0
