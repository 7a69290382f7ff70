"""The cast of a test: Nordlys Tannklinikk with numbers of its own, and what is asked of it."""

import itertools
import time
from typing import Any

from calls.instance import Instance
from forrang.demo.behaviour import Behaviour
from forrang.demo.caller import Caller
from forrang.demo.network import Network
from forrang.demo.outside_call import OutsideCall
from forrang.demo.phone import Phone

_count = itertools.count(1)


class Cast:
    """Kari, Ola and Aisha, who answer at a main number; callers, ordinary and VIP."""

    def __init__(self, instance: Instance, network: Network):
        self.n = next(_count)
        self.instance, self.network = instance, network
        self.customer = f"Nordlys Tannklinikk {self.n}"
        self.number = f"+4722{self.n:03}500"
        self.kari, self.ola, self.aisha = (f"+479{self.n:03}000{i}" for i in (1, 2, 3))
        self.vip, self.vip_2 = f"+474{self.n:03}1111", f"+474{self.n:03}2222"

    def document(self, **changes: Any) -> dict[str, Any]:
        """The customer: ordinary calls go to Ola and Aisha in order, VIPs to Kari. `queue`, `group`
        and `vip` change what these parts say; `vip=None` is no list.
        """
        group = {
            "name": "Resepsjon",
            "members": [self.ola, self.aisha],
            "strategy": "in-order",
            "ring_seconds": 2,
            "rest_seconds": 1,
            **changes.pop("group", {}),
        }
        vip = changes.pop("vip", {})
        main_number: dict[str, Any] = {
            "number": self.number,
            "setup": {"queue": {"group": "Resepsjon", **changes.pop("queue", {})}},
        }
        if vip is not None:
            main_number["vip"] = {
                "on": True,
                "entries": [{"number": self.vip}, {"number": self.vip_2}],
                "answerers": [{"employee": self.kari}],
                "ring_seconds": 2,
                "rest_seconds": 1,
                "overflow_after": "never",
                **vip,
            }
        return {
            "forrang": 1,
            "customer": self.customer,
            "services": changes.pop("services", ["vip-list"]),
            "employees": [
                {"name": "Kari Nordmann", "mobile": self.kari, "administrator": True},
                {"name": "Ola Hansen", "mobile": self.ola},
                {"name": "Aisha Khan", "mobile": self.aisha},
            ],
            "groups": [group, *changes.pop("groups", [])],
            "main_numbers": [main_number, *changes.pop("main_numbers", [])],
            **changes,
        }

    async def load(self, **changes: Any) -> None:
        """Load the document, and wait until calls have it."""
        await self.instance.load(self.document(**changes))

    def phone(self, number: str, *behaviours: Behaviour) -> Phone:
        """A telephone, and what it does with the next offers."""
        return self.network.phone(number).does(*behaviours)

    async def call(self, caller: str | Caller, number: str | None = None) -> OutsideCall:
        """Somebody calls, and stands in line (or is refused) when this returns."""
        who = Caller(caller) if isinstance(caller, str) else caller
        return await self.network.call(who, number or self.number)

    async def waits(self, caller: str | Caller, number: str | None = None) -> OutsideCall:
        """Somebody calls and is answered by the line."""
        call = await self.call(caller, number)
        await call.answered()
        return call

    def ordinary(self, n: int) -> str:
        """The number of the n-th ordinary caller."""
        return f"+4733{self.n:03}{n:03}"

    async def records(self, count: int) -> list[dict[str, Any]]:
        """So many records of the main number, oldest first."""
        return await self.instance.until_records(self.number, count)


class Stopwatch:
    """Seconds since it was made."""

    def __init__(self) -> None:
        self._begun = time.monotonic()

    @property
    def seconds(self) -> float:
        """So far."""
        return time.monotonic() - self._begun
