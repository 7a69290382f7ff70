"""A slow machine is no fault: a test has no time of its own beside pytest's."""

from hypothesis import settings

settings.register_profile("forrang", deadline=None)
settings.load_profile("forrang")
