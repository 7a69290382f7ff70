"""For all tests: the engine that set-up unpacked, also for commands in folders of their own."""

import os

from forrang.settings import Settings

os.environ["FORRANG_ENGINE"] = str(Settings.from_environment().engine)
