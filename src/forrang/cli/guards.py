"""What `run` makes sure of before it starts anything: it is alone, and its ports are free."""

import fcntl
import socket
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from forrang.cli.fault import CommandFault
from forrang.settings import Address, Settings


class alone:
    """Holds the data directory for us alone."""

    def __init__(self, data: Path):
        self._path = data / "run.lock"
        self._file: IO[str] | None = None

    def __enter__(self) -> None:
        self._file = self._path.open("w")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            raise CommandFault(
                f"FORRANG_DATA: an instance runs in {self._path.parent} already"
            ) from None

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()


def check_ports(own: Settings) -> None:
    """Raises `CommandFault` where somebody else has one of our ports, or two of ours are the same:
    so each is held until all were looked at.
    """
    http = Address.parse("FORRANG_HTTP", own.http)
    tcp, udp = socket.SOCK_STREAM, socket.SOCK_DGRAM
    with ExitStack() as held:
        for name, address, kind in (
            ("FORRANG_SIP", own.sip, udp),
            ("FORRANG_SIP", own.sip, tcp),
            ("FORRANG_ARI", own.ari, tcp),
            ("FORRANG_HTTP", http, tcp),
        ):
            probe = held.enter_context(socket.socket(socket.AF_INET, kind))
            try:
                if kind is tcp:
                    # Connections that linger from a former listener do not keep out the next.
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((address.host, address.port))
                if kind is tcp:
                    probe.listen(1)
            except OSError as error:
                raise CommandFault(
                    f"{name}: {address} cannot be listened on ({error.strerror}); "
                    f"another process may have it, or set {name} to another host:port"
                ) from None
