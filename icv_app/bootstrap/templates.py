"""What ships with the application for schemes to begin with."""

from __future__ import annotations

from functools import cache

import resources
from icv_app.domain.quality import Framework
from icv_app.exchange.quality_files import load_framework


@cache
def framework_template() -> Framework:
    """The neutral quality framework that ships with the application, read once."""
    return load_framework(resources.path("quality/neutral-v2.yaml"))
