"""Settings that an invitation carried: nobody signed them, so they give way to any that somebody did."""

from __future__ import annotations

from dataclasses import replace

from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.visit import Visit
from icv_app.services.ports import PROVISIONAL, UnitOfWork


def keep_provisional(unit: UnitOfWork, settings: SchemeSettings) -> None:
    """Go by these settings until signed ones arrive, whatever version they say they are."""
    unit.settings.put(settings)
    unit.meta.put(PROVISIONAL, str(settings.version))


def keep_signed(unit: UnitOfWork, settings: SchemeSettings) -> None:
    """Keep settings that a coordinator signed; those of the same version are provisional no more."""
    unit.settings.put(settings)
    if unit.meta.get(PROVISIONAL) == str(settings.version):
        unit.meta.put(PROVISIONAL, "")


def under_signed_settings(unit: UnitOfWork, visit: Visit) -> Visit:
    """Return a draft as it is filed: under signed settings, where there are any by now."""
    version = visit.settings_version
    if unit.meta.get(PROVISIONAL) != str(version):
        return visit
    return replace(visit, settings_version=unit.settings.current().version)
