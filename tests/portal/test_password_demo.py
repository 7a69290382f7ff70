"""A forgotten password in the demo: from the log-in page to one's own, by a call."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from calls.instance import Instance

from .browser import WIDE, Look, a_browser, a_demo, a_page

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]

NEW = "tre tilfeldige ord"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo() -> AsyncIterator[Instance]:
    """The demo, running."""
    async with a_demo() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """The browser."""
    async with a_browser() as running:
        yield running


async def test_what_the_mobile_was_told_opens_the_log_in(demo: Instance, browser: Browser) -> None:
    look = Look("nb", "light", WIDE)
    async with a_page(browser, demo, look, script=False) as page:
        await page.goto("/login/")
        await page.get_by_role("link", name="Glemt passord, eller første gang her?").click()
        await page.get_by_label("Mobilnummer").fill("900 00 002")
        await page.get_by_role("button", name="Ring meg").click()
        await expect(page.get_by_role("heading", name="Skriv koden")).to_be_visible()
        heard = page.locator(".password-heard strong")
        for _ in range(10):  # the call comes when the exchange has read the change
            if await heard.count():
                break
            await page.get_by_role("link", name="Se på nytt").click()
        digits = await heard.inner_text()
        await page.get_by_label("Kode").fill(digits)
        await page.get_by_label("Nytt passord").fill(NEW)
        await page.get_by_role("button", name="Lagre og logg inn").click()
        await page.wait_for_url("**/my/", wait_until="commit")
    assert not await demo.calls("+4722334455")  # it is no call of anybody's
    async with a_page(browser, demo, look, script=False) as page:
        await page.goto("/login/")
        await page.get_by_label("Mobilnummer").fill("900 00 002")
        await page.get_by_label("Passord").fill(NEW)
        await page.get_by_role("button", name="Logg inn").click()
        await page.wait_for_url("**/my/", wait_until="commit")
