"""«Prøv det» with a menu: who hears it can press its keys."""

from collections.abc import Iterator

import pytest

from forrang.acd.events import CallArrived
from forrang.domain.phone_number import PhoneNumber
from forrang.portal.live.relay import Moment
from forrang.portal.try_it.scene import callers
from forrang.portal.try_it.telephones import State
from forrang.site.exchange import calls_now

from .core import the_core
from .menus import SERVICE, publish_menu
from .test_live import nordlys

ANNE = PhoneNumber("+4740000031")


@pytest.fixture(autouse=True)
def _menu(customers: None) -> Iterator[None]:
    publish_menu()
    yield


def test_the_keys_of_the_menu_that_a_caller_hears() -> None:
    with the_core() as core:
        core.arrives(CallArrived("c1", SERVICE, ANNE))
        house = calls_now(nordlys().customer.pk)
        assert house
        state = State(True, None, {}, [{"caller": ANNE, "dialled": SERVICE, "state": "up"}])
        found = {one.value: one.keys for one in callers(nordlys(), Moment(house, 0.0), state)}
    assert found[ANNE][:2] == [("1", "Resepsjonen"), ("2", "Leger")]
    assert not any(keys for value, keys in found.items() if value != ANNE)
