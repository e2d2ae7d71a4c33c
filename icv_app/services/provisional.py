"""Settings to go by only while there are no others; they give way to any that count.

They are those that an invitation carried, which nobody signed, and those that a laptop published too late,
which was removed.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.visit import Visit
from icv_app.services.ports import PROVISIONAL, UnitOfWork


def keep_provisional(unit: UnitOfWork, settings: SchemeSettings) -> None:
    """Go by these settings until signed ones arrive, whatever version they say they are."""
    unit.settings.put(settings)
    let_give_way(unit, settings.version)


def let_give_way(unit: UnitOfWork, version: int) -> None:
    """Go by a version no more where there is another."""
    _note(unit, _giving_way(unit) | {str(version)})


def keep_signed(unit: UnitOfWork, settings: SchemeSettings) -> None:
    """Keep settings that a coordinator signed; those of the same version are provisional no more."""
    unit.settings.put(settings)
    if gives_way(unit, settings.version):
        _note(unit, _giving_way(unit) - {str(settings.version)})


def gives_way(unit: UnitOfWork, version: int) -> bool:
    """Whether a version is gone by only while there is no other."""
    return str(version) in _giving_way(unit)


def under_signed_settings(unit: UnitOfWork, visit: Visit) -> Visit:
    """Return a draft as it is filed: under signed settings, where there are any by now."""
    if not gives_way(unit, visit.settings_version):
        return visit
    settings = unit.settings.current()
    return replace(visit, settings_version=settings.version, settings_record=settings.record_id)


def _giving_way(unit: UnitOfWork) -> Set[str]:
    return frozenset((unit.meta.get(PROVISIONAL) or "").split())


def _note(unit: UnitOfWork, versions: Set[str]) -> None:
    unit.meta.put(PROVISIONAL, " ".join(sorted(versions)))
