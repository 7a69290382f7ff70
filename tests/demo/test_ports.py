"""Free ports, and that nobody is given another's."""

import socket

import pytest

from forrang.demo.ports import SLOT, NoPorts, Ports


def test_ports_are_free_consecutive_and_begin_with_an_even_one() -> None:
    with Ports() as ports:
        taken = ports.take(2 * SLOT + 1)
        assert len(taken) == 2 * SLOT + 1
        assert taken[0] % 2 == 0
        for port in taken:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
                probe.bind(("127.0.0.1", port))


def test_nobody_is_given_what_somebody_has() -> None:
    with Ports() as one, Ports() as other:
        given = [ports.take(5) for _ in range(40) for ports in (one, other)]
        assert len({port for ports in given for port in ports}) == 400


def test_more_than_there_are_is_refused_and_what_was_tried_is_free_again() -> None:
    with Ports() as ports:
        with pytest.raises(NoPorts):
            ports.take(20_000)
        ports.take(100)


def test_what_is_given_back_can_be_had_again() -> None:
    for _ in range(3):
        with Ports() as ports:
            assert len(ports.take(300)) == 300
