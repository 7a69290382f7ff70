"""Two telephone networks that face each other: each is the other's exchange."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from forrang.demo.network import Network
from forrang.demo.ports import Ports
from forrang.demo.sound import TONES
from peers import needs


@pytest.fixture
def ports() -> Iterator[Ports]:
    """Ports that are free for this test."""
    with Ports() as ports:
        yield ports


@pytest.fixture
async def networks(tmp_path: Path, ports: Ports) -> AsyncIterator[tuple[Network, Network]]:
    """The one that calls and the one that is called; they send different tones."""
    engine = needs.engine()
    here, there = ports.address(), ports.address()
    one = Network(
        tmp_path / "here", engine, trunk=here, exchange=there,
        ari=ports.address(), rtp=ports.span(40), tones=TONES[:15],
    )  # fmt: skip
    other = Network(
        tmp_path / "there", engine, trunk=there, exchange=here,
        ari=ports.address(), rtp=ports.span(40), tones=TONES[15:30],
    )  # fmt: skip
    await asyncio.gather(one.start(), other.start())
    yield one, other
    await asyncio.gather(one.stop(), other.stop())


@pytest.fixture
def here(networks: tuple[Network, Network]) -> Network:
    """The network that calls."""
    return networks[0]


@pytest.fixture
def there(networks: tuple[Network, Network]) -> Network:
    """The network that is called."""
    return networks[1]
