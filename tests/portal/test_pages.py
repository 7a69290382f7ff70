"""Pages in Chromium: the keyboard, and no JavaScript. `looking` looks at every one of them."""

import pytest
from playwright.async_api import Browser

from calls.instance import Instance

from .browser import WIDE, Look, a_page, log_in
from .looking import browser, demo

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="session")]

__all__ = ["browser", "demo"]

LOOK = Look("nb", "light", WIDE)


async def test_everything_works_without_javascript(browser: Browser, demo: Instance) -> None:
    async with a_page(browser, demo, LOOK, script=False) as page:
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
    async with a_page(browser, demo, LOOK, "kari") as page:
        await page.goto("/my/")
        await page.keyboard.press("Tab")
        assert await page.locator(":focus").inner_text() == "Hopp til innholdet"
        await page.keyboard.press("Enter")
        assert await page.locator(":focus").get_attribute("id") == "content"


async def test_after_an_error_the_summary_has_the_focus(browser: Browser, demo: Instance) -> None:
    async with a_page(browser, demo, LOOK, "kari") as page:
        await page.goto("/numbers/4722334455/edit/")
        await page.get_by_label("Ringetid").fill("tjue")
        await page.get_by_role("button", name="Lagre").click()
        assert "1 ting må rettes" in await page.locator(":focus").inner_text()
        await page.get_by_role("link", name="Ringetid").click()
        assert await page.locator(":focus").get_attribute("name") == "ring_seconds"
