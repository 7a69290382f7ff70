"""The settings, for a command: what is wrong with them is one line."""

from forrang.cli.fault import CommandFault
from forrang.settings import SettingFault, Settings


def settings() -> Settings:
    """This instance's settings."""
    try:
        return Settings.from_environment()
    except SettingFault as fault:
        raise CommandFault(str(fault)) from None
