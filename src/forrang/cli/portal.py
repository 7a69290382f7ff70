"""Serve the customers' pages until stopped."""

import argparse

from forrang.cli.database import database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: where it listens is a setting (FORRANG_HTTP)."""


def run(arguments: argparse.Namespace) -> None:
    """Serve."""
    import uvicorn

    from forrang.settings import Settings
    from forrang.site.catalogues import compile_catalogues

    compile_catalogues()  # before Django reads them
    with database():
        pass
    from forrang.portal.promises.watching import watch

    watch()
    host, _, port = Settings.from_environment().http.rpartition(":")
    uvicorn.run(
        "forrang.site.asgi:application",
        host=host,
        port=int(port),
        access_log=False,
        log_level="warning",
        lifespan="off",  # Django has none
        timeout_graceful_shutdown=1,  # streams have no end of their own; browsers come again
    )
