"""What tests need of the machine; what is missing is told by name.

A test that finds it missing fails, so that a suite which is green has run. Who cannot have it lists it
in FORRANG_TEST_WITHOUT (`engine,sipp`): then such tests are skipped.
"""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

from forrang.asterisk.engine.program import NoEngine, find
from forrang.settings import Settings

__all__ = ["engine", "missing", "sipp"]


def engine() -> Path:
    """Where the private telephone engine is; one on the PATH goes before it."""
    private = Settings.from_environment().engine
    try:
        find(private)
    except NoEngine as fault:
        missing("engine", str(fault))
    return private


def sipp() -> Path:
    """SIPp's program."""
    found = shutil.which("sipp")
    if found is None:
        missing("sipp", "no SIPp on the PATH; Debian's package is sip-tester")
    return Path(found)


def missing(name: str, what: str) -> NoReturn:
    """End the test that needs `name`: skipped if FORRANG_TEST_WITHOUT lists it, failed if not."""
    without = {word.strip() for word in os.environ.get("FORRANG_TEST_WITHOUT", "").split(",")}
    if name in without:
        pytest.skip(f"{what} (FORRANG_TEST_WITHOUT lists {name})")
    pytest.fail(f"{what}; or list {name} in FORRANG_TEST_WITHOUT", pytrace=False)
