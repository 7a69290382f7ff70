"""`who-answers` says what real calls do: on FORRANG_COMPARE (20) customers, states and calls, each made
from a seed. `make compare` takes 100 of them.
"""

import asyncio
import json
import os
from collections import Counter
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from calls.compare import Case, Comparison, Storage, make
from calls.instance import Instance
from forrang.demo.network import Network

CASES = int(os.environ.get("FORRANG_COMPARE", "20"))
FIRST = int(os.environ.get("FORRANG_COMPARE_FIRST", "41"))
"""The first seed; from here on the first twenty have most in them."""
AT_ONCE = 10
"""Cases that run at the same time."""
BY_COMMAND = 7
"""Each so many-th case asks by the command too."""
SEEDS = range(FIRST, FIRST + CASES)

pytestmark = [pytest.mark.engine, pytest.mark.timeout(60 + 5 * CASES)]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def differences(instance: Instance, network: Network) -> AsyncIterator[dict[int, list[str]]]:
    """What differs, by seed."""
    cases = [make(seed) for seed in SEEDS]
    paths = []
    for case in cases:
        paths.append(instance.folder / f"case-{case.seed}.json")
        paths[-1].write_text(json.dumps(case.document))
    await instance.forrang("load", *paths)
    for case in cases:
        await instance.until_known(case.number)
    storage = await Storage.open(instance)
    slots = asyncio.Semaphore(AT_ONCE)

    async def compare(case: Case) -> list[str]:
        async with slots:
            comparison = Comparison(case, instance, network, storage)
            try:
                return await comparison.differences(by_command=case.seed % BY_COMMAND == 0)
            except Exception as error:
                return [f"{type(error).__name__}: {error}"]

    found = await asyncio.gather(*map(compare, cases))
    await storage.close()
    yield dict(zip(SEEDS, found, strict=True))


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("seed", SEEDS)
async def test_the_call_goes_as_told(seed: int, differences: dict[int, list[str]]) -> None:
    assert differences[seed] == []


def test_the_cases_have_everything_in_them() -> None:
    """A hundred of them: every class, strategy, kind of state and way of overflow, several times."""
    cases = [make(seed) for seed in range(41, 141)]
    numbers = [one for case in cases for one in case.document["main_numbers"]]
    counted = Counter(
        [
            *(state for case in cases for state in case.states.values()),
            *(wish for case in cases for _, wish, _ in case.wishes),
            *(case.strategy for case in cases),
            *("vip" if case.vip else "ordinary" for case in cases),
            *(f"overflow {one['vip']['overflow_after']}" for one in numbers if "vip" in one),
            *("unticked" for one in numbers if "vip" in one and not one["vip"]["on"]),
            *("no service" for case in cases if not case.document["services"]),
            *("withheld" for case in cases if case.caller.withheld),
            *("employee" for case in cases if case.caller.number in case.people),
            *("talk ends" for case in cases if case.ends_talk),
        ]
    )
    wanted = {"talk", "rings", "rests", "rests-shortly", "calls", "out", "pause", "in-order",
              "longest-idle", "round-robin", "all", "vip", "ordinary", "overflow 0", "overflow 1",
              "overflow 2", "overflow never", "unticked", "no service", "withheld", "employee",
              "talk ends"}  # fmt: skip
    assert {one for one in wanted if counted[one] < 4} == set(), counted
