"""Run the exchange alone: it takes calls until it is stopped. `forrang run` starts it by itself."""

import argparse
import asyncio
import logging

import uvloop

from forrang.asterisk.engine.configure import APP
from forrang.cli.engine import place
from forrang.cli.settings import settings
from forrang.domain.phone_number import NumberForm
from forrang.exchange.loop import EngineSide


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: everything is a setting."""


def run(arguments: argparse.Namespace) -> None:
    """Take calls."""
    logging.basicConfig(format="exchange: %(levelname)s: %(message)s", level=logging.INFO)
    own = settings()
    from forrang.site.database import start_django

    start_django()
    from forrang.exchange.process import Config
    from forrang.exchange.process import run as serve
    from forrang.storage.records import store_records

    engine = EngineSide(
        address=str(own.ari),
        app=APP,
        password=place(own).password(),
        trunk=str(own.trunk),
        form=NumberForm(own.trunk_numbers),
        sounds=str(place(own).sounds),
        recordings=str(place(own).recordings),
        tunes=str(place(own).tunes),
    )
    # Only telephones of ours on this machine are told more than what is spoken.
    shows_codes = own.simulates_telephones
    config = Config(own.data, own.database_url, engine, store_records, shows_codes)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(config))
