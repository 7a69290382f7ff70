"""Parts of addresses are read as they are written."""

import re

import pytest

from forrang.portal.converters import KeysConverter, PointConverter


@pytest.mark.parametrize(
    ("id", "address"),
    [
        ("+4722334455", "4722334455"),
        ("+4722334455/2", "4722334455/keys/2"),
        ("+4722334455/2.1", "4722334455/keys/2.1"),
        ("+4722334455/*.#.0", "4722334455/keys/star.hash.0"),
    ],
)
def test_a_point_in_an_address(id: str, address: str) -> None:
    converter = PointConverter()
    assert converter.to_url(id) == address
    assert converter.to_python(address) == id
    assert re.fullmatch(converter.regex, address)


@pytest.mark.parametrize("address", ["", "12", "2.", ".2", "a", "2.1.", "stars", "2/1"])
def test_what_is_no_key(address: str) -> None:
    assert not re.fullmatch(KeysConverter.regex, address)
