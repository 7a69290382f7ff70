"""An instance and the telephone network behind its trunk, for as long as somebody needs them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from calls.instance import Instance
from forrang.demo.network import Network
from forrang.demo.ports import Ports
from peers import needs


@asynccontextmanager
async def an_instance(**settings: str) -> AsyncIterator[Instance]:
    """`forrang run`, with settings besides its ports and folder."""
    needs.engine()
    with Ports() as ports:
        running = await Instance.start(ports, **settings)
        try:
            yield running
        finally:
            await running.stop()
            running.remove()


@asynccontextmanager
async def a_network(instance: Instance, folder: Path) -> AsyncIterator[Network]:
    """The network that the instance has behind its trunk."""
    with Ports() as ports:
        network = Network(
            folder,
            needs.engine(),
            trunk=instance.trunk,
            exchange=instance.sip,
            ari=ports.address(),
            rtp=ports.span(400),
        )
        async with network:
            yield network
