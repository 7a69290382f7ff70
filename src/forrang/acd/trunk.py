"""A fault of the trunk: it is held against nobody, and the provider is told."""

from forrang.acd.house import House
from forrang.acd.records import Notice, NoticeKind

TRUNK_NOTICE_EVERY = 300.0
"""How often the provider is told of a trunk's faults; seconds."""


def tell_provider(house: House) -> None:
    """Tell the provider, unless they were told a moment ago."""
    if house.trunk_told is None or house.now - house.trunk_told >= TRUNK_NOTICE_EVERY:
        house.trunk_told = house.now
        house.out.append(Notice(house.now, NoticeKind.TRUNK_FAULT))
