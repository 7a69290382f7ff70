"""One instance and one telephone network for all tests of calls; each test is a customer of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from calls.cast import Cast
from calls.instance import Instance
from forrang.demo.network import Network
from forrang.demo.ports import Ports
from peers import needs


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def instance() -> AsyncIterator[Instance]:
    """The instance that the tests share."""
    needs.engine()
    with Ports() as ports:
        running = await Instance.start(ports)
        try:
            yield running
        finally:
            await running.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def network(
    instance: Instance, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Network]:
    """The telephone network behind its trunk."""
    with Ports() as ports:
        network = Network(
            Path(tmp_path_factory.mktemp("network")),
            needs.engine(),
            trunk=instance.trunk,
            exchange=instance.sip,
            ari=ports.address(),
            rtp=ports.span(400),
        )
        async with network:
            yield network


@pytest_asyncio.fixture(loop_scope="session")
async def cast(instance: Instance, network: Network) -> AsyncIterator[Cast]:
    """A customer of the test's own, with telephones that nobody else has. A test that fails leaves
    no call to the next one.
    """
    yield Cast(instance, network)
    for leg in network.calls():
        await leg.hang_up()
