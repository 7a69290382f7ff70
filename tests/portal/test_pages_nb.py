"""Every page in bokmål; see `looking`."""

import pytest
from playwright.async_api import Browser

from calls.instance import Instance

from .looking import browser, demo, look_at
from .pages import View, views

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="session")]

__all__ = ["browser", "demo"]


@pytest.mark.parametrize("view", views(), ids=lambda view: view.name)
async def test_a_page(view: View, browser: Browser, demo: Instance) -> None:
    await look_at(view, "nb", browser, demo)
