"""Serve the simulated telephones of the demo until stopped. `forrang run` starts it by itself."""

import argparse
import asyncio
import os
import signal

from forrang.cli.settings import settings
from forrang.demo.telephones import Telephones

FOLDER = "telephones"
SOCKET = "telephones.sock"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: everything is a setting."""


def run(arguments: argparse.Namespace) -> None:
    """Serve."""
    asyncio.run(_serve())


async def _serve() -> None:
    own = settings()
    # Who looks for the engine of this instance finds it by this; the telephones' is not it.
    os.environ.pop("FORRANG_DATA", None)
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    telephones = Telephones(
        own.data / FOLDER, own.engine, trunk=str(own.trunk), exchange=str(own.sip)
    )
    await telephones.open(own.data / SOCKET)
    try:
        await stopped.wait()
    finally:
        await telephones.close()
