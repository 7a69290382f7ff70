"""The cast of a test: Nordlys Tannklinikk with numbers of its own, and what is asked of it."""

import asyncio
import itertools
import json
import time
from collections.abc import Callable
from typing import Any

from calls.instance import Instance
from forrang.demo.behaviour import Behaviour
from forrang.demo.caller import Caller
from forrang.demo.ear import Ear
from forrang.demo.network import Network
from forrang.demo.outside_call import OutsideCall
from forrang.demo.phone import Phone, Ringing

_count = itertools.count(1)


class Cast:
    """Kari, Ola and Aisha, who answer at a main number; callers, ordinary and VIP."""

    def __init__(self, instance: Instance, network: Network):
        self.n = next(_count)
        self.instance, self.network = instance, network
        self._id: int | None = None
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

    async def listens(self, caller: str) -> tuple[OutsideCall, Ear]:
        """Somebody calls, and hears all from the first packet on."""
        call = await self.network.call(Caller(caller), self.number, listening=True)
        assert call.ear is not None
        return call, call.ear

    async def waits(self, caller: str | Caller, number: str | None = None) -> OutsideCall:
        """Somebody calls and is answered by the line."""
        call = await self.call(caller, number)
        await call.answered()
        return call

    async def talk(self, phone: Phone, caller: str | Caller) -> tuple[OutsideCall, Ringing]:
        """Somebody calls, and talks at a telephone that only rings by itself."""
        call = await self.waits(caller)
        offer = await phone.rings()
        await offer.answer()
        return call, offer

    def ordinary(self, n: int) -> str:
        """The number of the n-th ordinary caller."""
        return f"+4733{self.n:03}{n:03}"

    async def board(self) -> dict[str, Any]:
        """What the exchange says of the customer now: calls in line order, people."""
        ids = itertools.count(1) if self._id is None else [self._id]
        for id in ids:
            found: dict[str, Any] = await self.instance.ask(f"/calls/{id}")
            if self.kari in found["people"]:
                self._id = id
                return found
        raise AssertionError(f"{self.customer} is not known")

    async def until(self, look: Callable[[dict[str, Any]], Any], timeout: float = 5.0) -> None:
        """Wait until the board is as `look` wants it."""
        watch = Stopwatch()
        while not look(board := await self.board()):
            assert watch.seconds < timeout, board
            await asyncio.sleep(0.01)

    async def until_waiting(self, count: int) -> None:
        """Wait until so many calls are with the exchange, in whatever they are."""
        await self.until(lambda board: len(board["calls"]) == count)

    async def until_free(self, mobile: str, timeout: float = 5.0) -> None:
        """Wait until nothing keeps somebody from being asked."""
        await self.until(lambda board: board["people"][mobile]["doing"]["doing"] == "free", timeout)

    async def wish(self, mobile: str, wish: str) -> None:
        """Log somebody in or out everywhere, or pause them, and wait until it is so."""
        await self.in_storage(
            "from forrang.storage.changes import wish_presence\n"
            "from forrang.storage.models import Customer\n"
            "name, mobile, wish = words\n"
            "wish_presence(Customer.objects.get(name=name).pk, mobile, wish)",
            self.customer, mobile, wish,
        )  # fmt: skip
        state = {"in": "in", "out": "out", "pause": "paused"}[wish]

        def so(board: dict[str, Any]) -> bool:
            places = board["people"][mobile]["places"].values()
            return all(place["state"] == state for place in places)

        await self.until(so)

    async def notices(self, kind: str, count: int, timeout: float = 5.0) -> list[dict[str, Any]]:
        """So many notices of a kind, oldest first."""
        watch, found = Stopwatch(), None
        while found is None or (len(found) < count and watch.seconds < timeout):
            said = await self.in_storage(
                "import json\n"
                "from forrang.storage.models import Notice\n"
                "name, kind = words\n"
                "rows = Notice.objects.filter(customer__name=name, kind=kind).order_by('at')\n"
                "print(json.dumps(list(rows.values('kind', 'to', 'mobile', 'place'))))",
                self.customer, kind,
            )  # fmt: skip
            found = json.loads(said)
            await asyncio.sleep(0.1)
        assert len(found) == count, found
        return found

    async def in_storage(self, script: str, *words: str) -> str:
        """Run a few lines where the database is; the words are `words` there. What they print."""
        return await self.instance.clerk.script(script, *words)

    async def records(self, count: int) -> list[dict[str, Any]]:
        """So many records of the main number, oldest first."""
        return await self.instance.until_records(self.number, count)

    async def records_by_caller(self, count: int) -> dict[str, dict[str, Any]]:
        """So many records of the main number, by who called."""
        return {one["caller"]: one for one in await self.records(count)}


class Stopwatch:
    """Seconds since it was made."""

    def __init__(self) -> None:
        self._begun = time.monotonic()

    @property
    def seconds(self) -> float:
        """So far."""
        return time.monotonic() - self._begun
