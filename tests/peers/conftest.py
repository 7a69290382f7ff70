"""A network of Asterisk's, for SIPp to be proved on."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from forrang.demo.network import Network
from forrang.demo.ports import Ports
from peers import needs


@pytest.fixture
def ports() -> Iterator[Ports]:
    """Ports that are free for this test."""
    with Ports() as ports:
        yield ports


@pytest.fixture
def sipp() -> Path:
    """SIPp's program."""
    return needs.sipp()


@pytest.fixture
def trunk(ports: Ports) -> str:
    """Where SIPp's mobiles are."""
    return ports.address()


@pytest.fixture
async def network(tmp_path: Path, ports: Ports, trunk: str) -> AsyncIterator[Network]:
    """A network whose exchange is SIPp."""
    network = Network(
        tmp_path / "network", needs.engine(), trunk=ports.address(), exchange=trunk,
        ari=ports.address(), rtp=ports.span(40),
    )  # fmt: skip
    async with network:
        yield network
