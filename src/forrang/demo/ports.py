"""Free ports on loopback, so that demonstrations and tests run beside a running instance.

That a port is free now says little: whoever else looks at the same moment finds it free too. So ports
are given out in slots, and a slot is held by a name among the abstract Unix sockets: it belongs to the
network namespace like the ports themselves, and the kernel takes it back when its holder ends.
"""

import random
import socket
from types import TracebackType
from typing import Self

__all__ = ["NoPorts", "Ports", "why_taken"]

HOST = "127.0.0.1"

SLOT = 10
"Ports in a slot."

SLOTS = range(1000, 2000)
"Ports 10000 to 19999: none is a default of ours, nor one that the kernel gives to clients."


class NoPorts(Exception):
    """No run of free ports of the wanted length."""


class Ports:
    """Ports that nobody else is given until this is closed or its process ends."""

    def __init__(self) -> None:
        self._held: list[socket.socket] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def take(self, count: int) -> range:
        """Consecutive ports, the first one even, free for UDP and TCP. Raises `NoPorts`."""
        slots = -(-count // SLOT)
        # Each process starts somewhere else, so that they seldom meet.
        begin = random.randrange(len(SLOTS))
        for step in range(len(SLOTS)):
            first = SLOTS[(begin + step) % len(SLOTS)]
            if first + slots <= SLOTS.stop and self._hold(range(first, first + slots)):
                return range(first * SLOT, first * SLOT + count)
        raise NoPorts(f"no {count} free ports in a row in {SLOTS.start * SLOT}-{SLOTS.stop * SLOT}")

    def address(self) -> str:
        """host:port for one listener."""
        return f"{HOST}:{self.take(1)[0]}"

    def span(self, count: int) -> str:
        """`first-last`, as settings for sound want it."""
        ports = self.take(count)
        return f"{ports[0]}-{ports[-1]}"

    def close(self) -> None:
        """Give them all back."""
        for held in self._held:
            held.close()
        self._held.clear()

    def _hold(self, slots: range) -> bool:
        held: list[socket.socket] = []
        for slot in slots:
            guard = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            held.append(guard)
            try:
                guard.bind(f"\0forrang-ports-{slot}")
            except OSError:
                break
            if not all(_free(port) for port in range(slot * SLOT, (slot + 1) * SLOT)):
                break
        else:
            self._held += held
            return True
        for guard in held:
            guard.close()
        return False


def why_taken(address: str, kind: socket.SocketKind) -> str | None:
    """Why nobody can listen at host:port now; `None` if one can."""
    host, _, port = address.rpartition(":")
    with socket.socket(socket.AF_INET, kind) as probe:
        if kind is socket.SOCK_STREAM:
            # Connections that linger from a former listener do not keep out the next.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as error:
            return error.strerror
    return None


def _free(port: int) -> bool:
    address = f"{HOST}:{port}"
    return not any(why_taken(address, kind) for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM))
