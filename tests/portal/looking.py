"""Looking at every page in Chromium: nothing that axe finds, nothing wider than the window, and no
complaint of the policy; light on a desk and dark on a telephone. One module for each language does it,
so that two workers can.
"""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from calls.instance import Instance

from .browser import (
    NARROW,
    WIDE,
    Look,
    a_browser,
    a_demo,
    a_page,
    listen,
    look_again,
    scrolls_sideways,
    violations,
)
from .pages import View, show


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def demo() -> AsyncIterator[Instance]:
    """The demo, running."""
    async with a_demo() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """The browser."""
    async with a_browser() as running:
        yield running


async def look_at(view: View, language: str, browser: Browser, demo: Instance) -> None:
    """One page, in one language, in every look."""
    desk, telephone = Look(language, "light", WIDE), Look(language, "dark", NARROW)
    async with a_page(browser, demo, desk, view.who, home=False) as page:
        said = listen(page)
        if not await show(page, view):
            pytest.skip("no page of its own")
        assert await page.locator("html").get_attribute("lang") == language
        assert await page.locator("h1").count() == 1
        for look in (desk, telephone):
            await look_again(page, look)
            assert await violations(page) == [], str(look)
            assert not await scrolls_sideways(page), str(look)
        assert said == []
