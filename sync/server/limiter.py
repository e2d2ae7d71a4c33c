"""Token buckets: how often one device, or one network address, may ask."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict

MOST_CALLERS = 10_000


class RateLimiter:
    """A bucket of `burst` requests for each caller, refilled at `per_s`.

    Each server process counts for itself. Safe to use from several threads.
    """

    def __init__(self, per_s: float, burst: int) -> None:
        self._per_s = per_s
        self._burst = burst
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait_s(self, caller: str, now_s: float) -> int:
        """Take one request from the caller's bucket; return 0, or the seconds until there is one.

        Args:
            caller: A device, or an address.
            now_s: A monotonic clock's reading.
        """
        with self._lock:
            left, since_s = self._buckets.pop(caller, (float(self._burst), now_s))
            left = min(float(self._burst), left + (now_s - since_s) * self._per_s)
            wait = 0 if left >= 1.0 else math.ceil((1.0 - left) / self._per_s)
            self._buckets[caller] = (left if wait else left - 1.0, now_s)
            # The callers heard of longest ago have full buckets again, so forgetting them changes nothing.
            while len(self._buckets) > MOST_CALLERS:
                self._buckets.popitem(last=False)
            return wait
