"""What Prometheus may read: counts and durations by route, nothing about anyone."""

from __future__ import annotations

import os
from typing import Any, cast

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

# Where several processes at one address put their counters together; the library's own name for it.
SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The counters of one server process, or of all the processes at one address together."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "icv_requests", "Requests answered.", ["method", "route", "status"], registry=self._registry
        )
        self.durations = Histogram(
            "icv_request_seconds", "Time to answer a request.", ["method", "route"], registry=self._registry
        )
        self.refusals = Counter(
            "icv_refusals", "Requests and envelopes refused, by code.", ["code"], registry=self._registry
        )
        self.envelopes = Counter("icv_envelopes_stored", "Envelopes stored.", registry=self._registry)
        self.envelope_bytes = Counter(
            "icv_envelope_bytes", "Bytes of envelopes stored.", registry=self._registry
        )
        self.ready = Gauge(
            "icv_ready",
            "1 when the last readiness check succeeded.",
            registry=self._registry,
            multiprocess_mode="mostrecent",
        )

    def text(self) -> bytes:
        """Return everything in the exposition format."""
        if SHARED_FOLDER not in os.environ:
            return generate_latest(self._registry)
        together = CollectorRegistry()
        cast(Any, MultiProcessCollector)(together)
        return generate_latest(together)
