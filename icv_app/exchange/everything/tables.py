"""Every table of the export, in its order."""

from __future__ import annotations

from typing import Any

from icv_app.exchange.everything.columns import Table
from icv_app.exchange.everything.concerns import OF_CONCERNS
from icv_app.exchange.everything.members import OF_MEMBERS
from icv_app.exchange.everything.scheme import OF_SCHEME
from icv_app.exchange.everything.visits import OF_VISITS

SCHEMA = "icv-everything-v1"
TABLES: tuple[Table[Any], ...] = (*OF_VISITS, *OF_CONCERNS, *OF_MEMBERS, *OF_SCHEME)
