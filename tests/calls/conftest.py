"""One instance and one telephone network for all tests of calls; each test is a customer of its own."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from calls.cast import Cast
from calls.instance import Instance
from calls.running import a_network, an_instance
from forrang.demo.network import Network


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def instance() -> AsyncIterator[Instance]:
    """The instance that the tests share."""
    async with an_instance() as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def network(
    instance: Instance, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Network]:
    """The telephone network behind its trunk."""
    async with a_network(instance, tmp_path_factory.mktemp("network")) as network:
        yield network


@pytest_asyncio.fixture(loop_scope="session")
async def cast(instance: Instance, network: Network) -> AsyncIterator[Cast]:
    """A customer of the test's own, with telephones that nobody else has. A test that fails leaves
    no call to the next one.
    """
    yield Cast(instance, network)
    for leg in network.calls():
        await leg.hang_up()
