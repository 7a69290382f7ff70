"""Every page in Chromium: nothing that axe finds, nothing wider than the window, no complaint of the
policy; in both languages, light and dark, wide and narrow.
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
    log_in,
    scrolls_sideways,
    violations,
)
from .pages import View, show, views

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="session")]

LOOKS = [
    Look("nb", "light", WIDE),
    Look("nb", "dark", NARROW),
    Look("en", "light", NARROW),
    Look("en", "dark", WIDE),
]


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


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("view", views(), ids=lambda view: view.name)
async def test_a_page(view: View, look: Look, browser: Browser, demo: Instance) -> None:
    async with a_page(browser, demo, look, view.who) as page:
        said = listen(page)
        if not await show(page, view):
            pytest.skip("no page of its own")
        assert await page.locator("html").get_attribute("lang") == look.language
        assert await page.locator("h1").count() == 1
        assert await violations(page) == []
        assert not await scrolls_sideways(page)
        assert said == []


async def test_everything_works_without_javascript(browser: Browser, demo: Instance) -> None:
    async with a_page(browser, demo, LOOKS[0], script=False) as page:
        await log_in(page, "kari")
        await page.get_by_role("link", name="Endre").first.click()
        await page.get_by_label("Ringetid").fill("25")
        await page.get_by_role("button", name="Lagre").click()
        assert await page.get_by_role("status").first.inner_text() != ""
        await page.get_by_role("button", name="Angre").click()
        assert "Angret." in await page.get_by_role("status").first.inner_text()
        await page.get_by_role("button", name="Meny").click()
        await page.keyboard.press("Escape")
        assert await page.locator(":focus").inner_text() == "Meny"
        await page.get_by_role("button", name="Meny").click()
        await page.get_by_role("button", name="Logg ut").click()
        assert await page.get_by_role("heading", name="Logg inn").is_visible()


async def test_the_skip_link_comes_first(browser: Browser, demo: Instance) -> None:
    async with a_page(browser, demo, LOOKS[0], "kari") as page:
        await page.goto("/my/")
        await page.keyboard.press("Tab")
        assert await page.locator(":focus").inner_text() == "Hopp til innholdet"
        await page.keyboard.press("Enter")
        assert await page.locator(":focus").get_attribute("id") == "content"


async def test_after_an_error_the_summary_has_the_focus(browser: Browser, demo: Instance) -> None:
    async with a_page(browser, demo, LOOKS[0], "kari") as page:
        await page.goto("/numbers/4722334455/edit/")
        await page.get_by_label("Ringetid").fill("tjue")
        await page.get_by_role("button", name="Lagre").click()
        assert "1 ting må rettes" in await page.locator(":focus").inner_text()
        await page.get_by_role("link", name="Ringetid").click()
        assert await page.locator(":focus").get_attribute("name") == "ring_seconds"
