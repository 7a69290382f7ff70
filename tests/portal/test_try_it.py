"""«Prøv det» in Chromium, over real calls: a newcomer sees a VIP pass the line."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from calls.instance import Instance
from forrang.cli.probes import pages_answer

from .browser import NARROW, WIDE, Look, a_browser, a_demo, a_page, listen, violations

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="session")]

WIDE_NB = Look("nb", "light", WIDE)
VIP, FIRST, SECOND = "+4741111111", "+4740000031", "+4740000032"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def demo() -> AsyncIterator[Instance]:
    """The demo, running."""
    async with a_demo() as running:
        async with asyncio.timeout(30):  # calls are taken before pages are served
            while not await pages_answer(running.environment["FORRANG_HTTP"]):
                await asyncio.sleep(0.1)
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """The browser."""
    async with a_browser() as running:
        yield running


async def call_in(page: Page, caller: str) -> None:
    """Press «Ring» beside a caller."""
    button = page.locator(f"button[name=caller][value='{caller}']:not([formaction])")
    await button.click()
    await expect(button).to_have_count(0)  # «Legg på» stands there now


async def test_a_vip_passes_the_line_and_is_answered(browser: Browser, demo: Instance) -> None:
    async with a_page(browser, demo, WIDE_NB, "kari") as page:
        said = listen(page)
        await page.goto("/try/")
        await expect(page.locator("[data-live-state]")).to_have_text("Direkte")
        for caller in (FIRST, SECOND, "withheld", VIP):
            await call_in(page, caller)
        front = page.locator(".line-row").first
        await expect(front).to_contain_text("Stor Kunde AS")
        await expect(front).to_contain_text("Gikk forbi 3")
        await expect(page.locator("#live-waiting")).to_have_text("4")
        await expect(page.locator(".line-row").last).to_contain_text("Skjult nummer")
        assert await violations(page) == []
        kari = page.get_by_role("region", name="Kari Nordmann")
        await expect(kari).to_contain_text("Ringer")
        await kari.get_by_role("button", name="Svar Kari Nordmann").click()
        await expect(kari).to_contain_text("Snakker med Stor Kunde AS")
        await expect(page.locator("#try-happened li").first).to_contain_text("Kari Nordmann svarte")
        await page.get_by_role("button", name="Legg på alle").click()
        await expect(page.locator("#live-line")).to_contain_text("Ingen venter akkurat nå.")
        assert said == []
        await page.goto("/calls/")
        await expect(page.locator(".log-table")).to_contain_text("Stor Kunde AS")


async def test_a_telephone_does_as_it_is_told(browser: Browser, demo: Instance) -> None:
    async with a_page(browser, demo, WIDE_NB, "kari") as page:
        await page.goto("/try/")
        kari = page.get_by_role("region", name="Kari Nordmann")
        await kari.locator("[name=does][value=answer]").click()
        await expect(kari.locator("[value=answer][aria-pressed=true]")).to_be_visible()
        await call_in(page, VIP)
        await expect(kari).to_contain_text("Snakker med Stor Kunde AS", timeout=8000)
        await kari.get_by_role("button", name="Legg på").click()
        await expect(kari).to_contain_text("Ledig")
        await kari.get_by_role("button", name="Logg ut").click()
        await expect(kari).to_contain_text("Får ingen samtaler.")
        await kari.get_by_role("button", name="Logg inn").click()
        await expect(kari).to_contain_text("Ledig")


async def test_it_works_without_javascript(browser: Browser, demo: Instance) -> None:
    async with a_page(browser, demo, Look("en", "dark", NARROW), "kari", script=False) as page:
        await page.goto("/try/")
        await page.locator(f"button[name=caller][value='{FIRST}']:not([formaction])").click()
        await page.get_by_role("link", name="Refresh").click()
        await expect(page.locator(".line-row")).to_contain_text("400\xa000\xa0031")
        await page.get_by_label("Own number").fill("411")
        await page.get_by_role("button", name="from your own number").click()
        await expect(page.locator("#own-error")).to_contain_text("3 digits.")
        await page.get_by_role("button", name="Hang up all").click()
        await page.get_by_role("link", name="Refresh").click()
        await expect(page.locator("#live-line")).to_contain_text("Nobody waits right now.")


async def test_an_exchange_that_is_away_is_said_and_comes_back(
    browser: Browser, demo: Instance
) -> None:
    async with a_page(browser, demo, WIDE_NB, "kari") as page:
        await page.goto("/try/")
        await expect(page.locator("[data-live-state]")).to_have_text("Direkte")
        os.kill(demo.exchange_pid, signal.SIGKILL)
        await expect(page.locator("[data-live-state]")).to_contain_text("Viser køen slik den var")
        await expect(page.locator("[data-live-state]")).to_have_text("Direkte", timeout=20000)
