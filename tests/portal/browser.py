"""Chromium on a live demo: `forrang run` with the demo's customers, and pages as people see them."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from calls.instance import Instance
from forrang.demo.ports import Ports
from peers import needs

from .cast import PASSWORDS, STAFF

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
WIDE, NARROW = 1280, 360
_log_ins: dict[tuple[str, str | None], Any] = {}
"""What a browser keeps of a log-in, by the address of the demo and by whom."""
HEIGHT = {WIDE: 860, NARROW: 740}


@dataclass(frozen=True)
class Look:
    """How a page is looked at."""

    language: str
    "nb or en."
    scheme: str
    "light or dark."
    width: int
    "WIDE, or NARROW as a telephone."

    def __str__(self) -> str:
        return f"{self.language}-{self.scheme}-{self.width}"


@asynccontextmanager
async def a_demo() -> AsyncIterator[Instance]:
    """A running instance with the demo's customers."""
    needs.engine()
    with Ports() as ports:
        mail = {
            "FORRANG_SMTP": f"smtp://{ports.address()}",
            "FORRANG_MAIL_FROM": "forrang@example.com",
        }
        running = await Instance.start(ports, FORRANG_DEMO="1", **mail)
        try:
            password = await running.forrang("staff", "add", "Lise")
            PASSWORDS[STAFF] = ("Lise", password.strip())
            yield running
        finally:
            await running.stop()
            running.remove()


@asynccontextmanager
async def a_browser() -> AsyncIterator[Browser]:
    """Debian's Chromium."""
    async with async_playwright() as playwright:
        words = ["--no-sandbox"] if os.getuid() == 0 else []
        browser = await playwright.chromium.launch(executable_path=chromium(), args=words)
        try:
            yield browser
        finally:
            await browser.close()


def chromium() -> str:
    """Chromium's program."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        needs.missing("chromium", "no Chromium on the PATH; Debian's package is chromium")
    return found


@asynccontextmanager
async def a_page(
    browser: Browser,
    demo: Instance,
    look: Look,
    who: str | None = None,
    script: bool = True,
    home: bool = True,
) -> AsyncIterator[Page]:
    """A page of one's own, in which one of the cast has logged in; once for all such pages. It is at
    their first page, unless `home` is False.
    """
    address = f"http://{demo.environment['FORRANG_HTTP']}"
    state = _log_ins.get((address, who))
    context = await browser.new_context(
        base_url=address,
        viewport={"width": look.width, "height": HEIGHT[look.width]},
        reduced_motion="reduce",
        java_script_enabled=script,
        storage_state=state,
    )
    try:
        page = await context.new_page()
        if who is not None and state is None:
            await log_in(page, who)
            _log_ins[address, who] = await context.storage_state()
        await _prefer(context, address, look)
        if who is not None and home:
            await page.goto("/")
        yield page
    finally:
        await context.close()


async def log_in(page: Page, who: str) -> None:
    """As a person does it."""
    mobile, password = PASSWORDS[who]
    own = who == STAFF
    await page.goto("/provider/login/" if own else "/login/")
    await page.locator("[name=name]" if own else "[name=mobile]").fill(mobile)
    await page.locator("[name=password]").fill(password)
    await page.locator("main form button:not([type=button])").click()
    await page.wait_for_url(lambda url: "/login/" not in url)


async def look_again(page: Page, look: Look) -> None:
    """Look at the page that is there otherwise; its language stays."""
    await page.evaluate(
        "one => { document.documentElement.dataset.colorScheme = one }", look.scheme
    )
    await page.set_viewport_size({"width": look.width, "height": HEIGHT[look.width]})


async def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.1 A and AA."""
    if not AXE.exists():
        needs.missing("axe", "no axe-core in node_modules; run `make setup-tests`")
    await page.evaluate(AXE.read_text("utf-8"))
    found = await page.evaluate(
        "async rules => (await axe.run({runOnly: rules})).violations", RULES
    )
    return [
        f"{one['id']}: {one['help']}: {node['html'][:200]}"
        for one in found
        for node in one["nodes"]
    ]


async def scrolls_sideways(page: Page) -> bool:
    """Whether something is wider than the window."""
    wide: bool = await page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return wide


def listen(page: Page) -> list[str]:
    """Collects what the page complains of: errors of scripts, and whatever the policy refuses."""
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on(
        "console",
        lambda message: (
            said.append(message.text)
            if message.type == "error" and "status of" not in message.text
            else None
        ),
    )
    return said


async def _prefer(context: BrowserContext, address: str, look: Look) -> None:
    values = {"language": look.language, "appearance": look.scheme}
    await context.add_cookies(
        [{"name": name, "value": value, "url": address} for name, value in values.items()]
    )
