"""The guide «Hvordan sette opp VIP-liste», followed word by word by its reader: in Chromium, on a
running instance, and with calls that come in by SIP as the line and the telephones meet them.

Each step of the guide stands as a comment over what does it. Before it the service is ordered and
activated, as the guide takes for granted; after it people call, and the guide's promise is looked
at where it counts: whose mobile rang, in which order, with whose number, and what was heard.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from calls.instance import Instance
from calls.running import a_network, an_instance
from forrang.cli.probes import pages_answer
from forrang.demo.behaviour import Answers
from forrang.demo.caller import Caller
from forrang.demo.network import Network
from forrang.demo.outside_call import OutsideCall
from forrang.demo.sound import MUSIC

from .browser import HEIGHT, WIDE, a_browser, listen

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="session")]

CUSTOMER = "Solbakken Legesenter"
NUMBER, WRITTEN = "+4721212121", "21 21 21 21"
KARI, OLA = "+4790100001", "+4790100002"
VIP = "+4741111111"
EARLY, ORDINARY = ("+4740000001", "+4740000002"), ("+4740000011", "+4740000012", "+4740000013")

DOCUMENT: dict[str, Any] = {
    "forrang": 1,
    "customer": CUSTOMER,
    "employees": [
        {"name": "Kari Lund", "mobile": KARI, "administrator": True, "password": "solbakken-kari"},
        {"name": "Ola Berg", "mobile": OLA},
    ],
    "groups": [{"name": "Skranken", "members": [KARI, OLA], "strategy": "in-order"}],
    "main_numbers": [
        {"number": NUMBER, "name": "Sentralbord", "setup": {"queue": {"group": "Skranken"}}}
    ],
}
"""A customer as before any of it: no service, no list."""


async def test_the_guide(tmp_path: Path) -> None:
    async with an_instance() as instance, a_browser() as browser:
        await instance.load(DOCUMENT)
        async with asyncio.timeout(30):  # calls are taken before pages are served
            while not await pages_answer(instance.environment["FORRANG_HTTP"]):
                await asyncio.sleep(0.1)
        async with a_window(browser, instance) as page:
            await order(page)
        async with a_window(browser, instance) as page:
            await activate(page, instance)
        async with (
            a_window(browser, instance) as page,
            a_network(instance, tmp_path) as network,
        ):
            said = listen(page)
            await follow_the_guide(page)
            await asyncio.sleep(2)  # «Gjelder innen 2 sekunder»
            await they_call(network)
            await instance.until_records(NUMBER, len(EARLY) + len(ORDINARY) + 1)
            await look_at_the_log(page)
            await untick_and_tick(page)
            assert said == []


async def order(page: Page) -> None:
    """«Har du bestilt VIP-liste …»: nothing of VIP is on any page until it is activated."""
    await log_in(page)
    await expect(tree(page).get_by_role("link", name="VIP-liste")).to_have_count(0)
    await page.get_by_role("link", name=f"Endre {WRITTEN} Sentralbord").click()
    await expect(page.get_by_label("VIP-kø")).to_have_count(0)
    await tree(page).get_by_role("link", name="Tjenester").click()
    await page.get_by_role("button", name="Bestill VIP-liste").click()
    await expect(page.get_by_role("main")).to_contain_text("Bestilt")


async def activate(page: Page, instance: Instance) -> None:
    """«… og fått bekreftet at tjenesten er aktivert»: somebody of the provider's does it."""
    printed = await instance.forrang("staff", "add", "Lise")
    await page.goto("/provider/")
    await page.get_by_label("Navn").fill("Lise")
    await page.get_by_label("Passord").fill(password_in(printed))
    await page.get_by_role("button", name="Logg inn").click()
    await page.get_by_role("link", name=CUSTOMER).click()
    await page.get_by_role("button", name="Aktiver VIP-liste").click()
    await expect(page.get_by_role("status").first).to_contain_text("VIP-liste er aktivert.")


async def follow_the_guide(page: Page) -> None:
    """The guide itself."""
    # 1. «Logg inn med ditt mobilnummer og passord. Som administrator vil du bli rutet til bedriftens
    #    oppsett.»
    await log_in(page)
    await expect(page).to_have_url(re.compile("/setup/$"))
    await expect(page.get_by_role("heading", level=1)).to_have_text("Bedriftens oppsett")
    await expect(page.get_by_role("main")).to_contain_text("VIP-liste er aktivert")
    #    «Hvis du allerede er logget inn, kan du finne dette ved å trykke på den rosa knappen i høyre
    #    hjørne, og så på «Admin».»
    await page.goto("/my/")
    pink = page.get_by_role("button", name="Meny")
    await expect(pink).to_have_css("background-color", "rgb(245, 138, 169)")
    box = await pink.bounding_box()
    assert box is not None and box["x"] + box["width"] > WIDE - 80 and box["y"] < 40, box
    await pink.click()
    await page.get_by_role("link", name="Admin").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Bedriftens oppsett")
    await expect(tree(page).get_by_role("link", name="VIP-liste")).to_have_count(0)
    # 2. «Trykk på «Endre» ved ønsket hovednummer»
    await page.get_by_role("link", name=f"Endre {WRITTEN} Sentralbord").click()
    #    «Huk av «VIP-kø» og trykk på Lagre.»
    await page.get_by_role("checkbox", name="VIP-kø").check()
    await page.get_by_role("button", name="Lagre").click()
    #    «… hvor det har kommet opp «VIP-liste» under hovednummeret ditt på venstre side»
    under = tree(page).locator("li", has=page.get_by_role("link", name=WRITTEN)).last
    the_list = under.get_by_role("link", name="VIP-liste")
    await expect(the_list).to_be_visible()
    number_box = await under.get_by_role("link", name=WRITTEN).bounding_box()
    list_box, main_box = await the_list.bounding_box(), await page.locator("main").bounding_box()
    assert number_box and list_box and main_box
    assert list_box["y"] > number_box["y"]
    assert list_box["x"] + list_box["width"] <= main_box["x"]
    # 3. «Trykk på VIP-liste under hovednummeret på venstre side for å kunne administrere»
    await the_list.click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("VIP-liste")
    #    «Her kan du definere hvilke telefonnummer som skal ligge i VIP-listen og komme foran i
    #    telefonkø»
    await page.get_by_label("Nummer eller serie").fill("411 11 111")
    await page.get_by_label("Navn").first.fill("Stor Kunde")
    await page.get_by_role("button", name="Legg til", exact=True).click()
    await expect(page.get_by_role("table")).to_contain_text("Stor Kunde")
    #    «… samt hvem som skal besvare samtalen.»
    await page.get_by_label("Legg til besvarer").select_option(label="Kari Lund")
    await page.get_by_role("button", name="Legg til besvarer").click()
    await expect(page.locator(".vip-answerers")).to_contain_text("Kari Lund")
    await page.get_by_role("button", name="Lagre").click()
    await expect(page.get_by_role("status").first).to_contain_text("Lagret.")


async def they_call(network: Network) -> None:
    """Both telephones are busy, three callers wait, and the VIP calls last of all."""
    kari, ola = network.phone(KARI).does(Answers()), network.phone(OLA).does(Answers())
    early = [await calls(network, caller) for caller in EARLY]
    for call, phone in zip(early, (kari, ola), strict=True):
        await call.until_hears((await phone.rings()).tone or 0)
    waiting = [await calls(network, caller) for caller in ORDINARY]
    vip = await calls(network, VIP)
    await vip.until_hears(MUSIC)
    # Kari is free: the VIP's call rings there, though three have waited for longer.
    await early[0].hang_up()
    offer = await kari.rings()
    assert offer.shown == VIP
    await vip.until_hears(offer.tone or 0)
    await offer.until_hears(vip.tone or 0)
    for call in waiting:
        assert await call.hears() == {MUSIC}
    # Then the others, in the order in which they called.
    await vip.hang_up()
    for call in waiting:
        await call.until_hears((await kari.rings()).tone or 0)
        await call.hang_up()
    assert [one.shown for one in kari.offers] == [EARLY[0], VIP, *ORDINARY]
    assert [one.shown for one in ola.offers] == [EARLY[1]]
    await early[1].hang_up()


async def look_at_the_log(page: Page) -> None:
    """«Samtalelogg» tells the same."""
    await tree(page).get_by_role("link", name="Samtalelogg").click()
    rows = page.locator(".log-table tbody tr")
    await expect(rows).to_have_count(6)
    newest = rows.first
    await expect(newest).to_contain_text("Stor Kunde")
    await expect(newest).to_contain_text("VIP")
    await expect(newest).to_contain_text("Kari Lund")
    await newest.get_by_role("link").first.click()
    await expect(page.get_by_role("main")).to_contain_text("Kari Lund svarte")


async def untick_and_tick(page: Page) -> None:
    """Unticked, the list is hidden; ticked again, it is there with its number and its answerer."""
    await tick(page, False)
    await expect(tree(page).get_by_role("link", name="VIP-liste")).to_have_count(0)
    await tick(page, True)
    await tree(page).get_by_role("link", name="VIP-liste").click()
    await expect(page.get_by_role("table")).to_contain_text("Stor Kunde")
    await expect(page.locator(".vip-answerers")).to_contain_text("Kari Lund")


async def tick(page: Page, on: bool) -> None:
    """«VIP-kø» at the main number, and «Lagre»."""
    await tree(page).get_by_role("link", name=WRITTEN).click()
    await page.get_by_role("checkbox", name="VIP-kø").set_checked(on)
    await page.get_by_role("button", name="Lagre").click()
    await expect(page.get_by_role("status").first).to_contain_text("Lagret.")


async def log_in(page: Page) -> None:
    """With the mobile number and the password."""
    await page.goto("/")
    await page.get_by_label("Mobilnummer").fill("901 00 001")
    await page.get_by_label("Passord", exact=True).fill("solbakken-kari")
    await page.get_by_role("button", name="Logg inn").click()


async def calls(network: Network, caller: str) -> OutsideCall:
    """Somebody calls and stands in line."""
    call = await network.call(Caller(caller), NUMBER)
    await call.answered()
    return call


def tree(page: Page) -> Any:
    """What stands on the left."""
    return page.locator("nav.side")


def password_in(printed: str) -> str:
    """The password that `forrang staff add` printed, once."""
    return printed.split()[-1]


@asynccontextmanager
async def a_window(browser: Browser, instance: Instance) -> AsyncIterator[Page]:
    """A browser in which nobody has logged in."""
    context = await browser.new_context(
        base_url=f"http://{instance.environment['FORRANG_HTTP']}",
        viewport={"width": WIDE, "height": HEIGHT[WIDE]},
        locale="nb-NO",
        reduced_motion="reduce",
    )
    try:
        yield await context.new_page()
    finally:
        await context.close()
