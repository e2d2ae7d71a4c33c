"""What every store keeps of members and of settings, in memory or on a disk."""

from __future__ import annotations

import pytest

from icv_app.domain.ids import MemberId
from icv_app.errors import NotFound
from icv_app.services.provisional import keep_provisional, keep_signed, let_give_way
from tests.builders import a_member, settings
from tests.store.conftest import Store


def test_members_are_kept_by_scheme_number(store: Store) -> None:
    with store.open_unit() as unit:
        unit.members.put(a_member(2))
        unit.members.put(a_member(1))
        unit.members.put(a_member(2, given_name="changed"))
        unit.commit()
    with store.open_unit() as unit:
        assert list(unit.members.all()) == [a_member(1), a_member(2, given_name="changed")]
        assert unit.members.find(MemberId("V-001")) == a_member(1)
        assert unit.members.find(MemberId("V-003")) is None
    with store.open_unit() as unit:
        unit.members.remove(MemberId("V-002"))
        unit.members.remove(MemberId("V-003"))
        unit.commit()
    with store.open_unit() as unit:
        assert list(unit.members.all()) == [a_member(1)]


def test_every_version_of_the_settings_is_kept_and_the_newest_is_current(store: Store) -> None:
    with store.open_unit() as unit:
        unit.settings.put(settings(version=10))
        unit.settings.put(settings(version=9, name="Earlier"))
        unit.commit()
    with store.open_unit() as unit:
        assert unit.settings.current() == settings(version=10)
        assert unit.settings.version(9).name == "Earlier"
        with pytest.raises(NotFound):
            unit.settings.version(8)


def test_settings_that_nobody_signed_give_way_to_any_that_somebody_did(store: Store) -> None:
    with store.open_unit() as unit:
        keep_provisional(unit, settings(version=900))
        assert unit.settings.current().version == 900
        keep_signed(unit, settings(version=3))
        assert unit.settings.current().version == 3
        keep_signed(unit, settings(version=900))
        assert unit.settings.current().version == 900
        for version in (900, 3):
            let_give_way(unit, version)
        assert unit.settings.current().version == 900, "there are no others"
        keep_signed(unit, settings(version=2))
        assert unit.settings.current().version == 2
