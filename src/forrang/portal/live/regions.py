"""Ids of the regions of a page that are put in anew while it is open."""

from zlib import crc32


def region(kind: str, of: str) -> str:
    """An id for what is told of somebody or something, whatever their name is made of. It stays the
    same when others come and go, so that nobody is told what is another's.
    """
    return f"{kind}-{crc32(of.encode()):08x}"
