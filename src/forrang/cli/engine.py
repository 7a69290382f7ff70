"""The telephone engine: get a private one."""

import argparse
import sys

from forrang.asterisk.engine.configure import Place
from forrang.asterisk.engine.install import install
from forrang.asterisk.engine.program import Engine, NoEngine, find
from forrang.cli.fault import CommandFault
from forrang.cli.settings import settings
from forrang.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do."""
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    actions.add_parser("install", help="unpack a private engine, where none is that will do")


def run(arguments: argparse.Namespace) -> None:
    """Get one."""
    engine = the_engine(settings(), get=True)
    print(f"Asterisk {engine.version}: {engine.command[-1]}")


def the_engine(own: Settings, *, get: bool = False) -> Engine:
    """The engine of this machine; `get` unpacks one where there is none. Raises `CommandFault`."""
    try:
        try:
            return find(own.engine)
        except NoEngine:
            if not get:
                raise
            return install(own.engine, own.debian_mirror, _say)
    except (NoEngine, OSError) as fault:
        raise CommandFault(str(fault)) from None


def place(own: Settings) -> Place:
    """This instance's engine."""
    return Place(own.data / "asterisk", str(own.sip), str(own.ari), own.rtp, own.trunk.host)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
