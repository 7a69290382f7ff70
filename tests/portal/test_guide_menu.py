"""The guide's last paragraph, followed word by word: a main number becomes a menu of key choices, a
key of it gets a VIP list, and then people call, press that key and are answered.

«Ønsker du VIP-liste på et tastevalg, velger du «Meny med tastevalg» under «Endre oppsett», og så
«VIP-liste» på ønsket tast.»
"""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from calls.instance import Instance
from calls.running import a_network, an_instance
from forrang.cli.probes import pages_answer
from forrang.demo.behaviour import Answers
from forrang.demo.caller import Caller
from forrang.demo.network import Network
from forrang.demo.outside_call import OutsideCall
from forrang.demo.sound import MUSIC

from .browser import a_browser, listen
from .test_guide import DOCUMENT, KARI, NUMBER, OLA, VIP, WRITTEN, a_window, log_in, tree

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="session")]

ORDINARY = ("+4740000011", "+4740000012", "+4740000013")
GREETING = "Velkommen til Solbakken. Trykk 1 for time, 2 for resept."


async def test_the_guide_to_a_list_on_a_key(tmp_path: Path) -> None:
    async with an_instance() as instance, a_browser() as browser:
        groups = [
            {"name": "Skranken", "members": [KARI], "strategy": "in-order"},
            {"name": "Legene", "members": [OLA], "strategy": "in-order"},
        ]
        await instance.load({**DOCUMENT, "groups": groups, "services": ["vip-list"]})
        async with asyncio.timeout(30):  # calls are taken before pages are served
            while not await pages_answer(instance.environment["FORRANG_HTTP"]):
                await asyncio.sleep(0.1)
        async with (
            a_window(browser, instance) as page,
            a_network(instance, tmp_path) as network,
        ):
            said = listen(page)
            await log_in(page)
            await build_the_menu(page)
            await give_key_2_a_list(page)
            await asyncio.sleep(2)  # «Gjelder innen 2 sekunder»
            await they_call(network)
            await look_at_the_log(instance)
            assert said == []


async def build_the_menu(page: Page) -> None:
    """«Meny med tastevalg» under «Endre oppsett»."""
    await page.get_by_role("link", name=f"Endre {WRITTEN} Sentralbord").click()
    await expect(page.get_by_role("heading", name="Endre oppsett")).to_be_visible()
    await expect(page.locator("[name=greeting]")).to_be_hidden()
    await page.get_by_role("radio", name="Meny med tastevalg").check()
    await page.locator("[name=greeting]").fill(GREETING)
    for at, (name, group) in enumerate((("Time", "Skranken"), ("Resept", "Legene")), 1):
        await page.locator(f"[name=new_name_{at}]").fill(name)
        await page.locator(f"[name=new_to_{at}]").select_option(label=f"Svargruppen {group}")
    await page.get_by_role("button", name="Lagre").click()
    await expect(page.get_by_role("status").first).to_contain_text("Lagret.")
    await expect(page.locator(".numbers-lines")).to_contain_text("Resept")
    await expect(page.locator(".numbers-warning")).to_have_count(0)


async def give_key_2_a_list(page: Page) -> None:
    """«… og så «VIP-liste» på ønsket tast», then who is on it and who answers."""
    await page.get_by_role("link", name="Endre tast 2 Resept").click()
    await page.get_by_role("checkbox", name="VIP-liste på tast 2").check()
    await page.get_by_role("button", name="Lagre").click()
    await expect(page.get_by_role("status").first).to_contain_text("VIP-kø er på for tast 2")
    under = tree(page).locator("li", has=page.get_by_role("link", name=WRITTEN)).last
    await expect(under.get_by_role("link", name="Tast 1: VIP-liste")).to_have_count(0)
    await under.get_by_role("link", name="Tast 2: VIP-liste").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("VIP-liste")
    await page.get_by_label("Nummer eller serie").fill("411 11 111")
    await page.get_by_label("Navn").first.fill("Stor Kunde")
    await page.get_by_role("button", name="Legg til", exact=True).click()
    await expect(page.get_by_role("table")).to_contain_text("Stor Kunde")


async def they_call(network: Network) -> None:
    """The doctor is busy and one waits behind key 2; the VIP presses 2 and is answered before."""
    ola = network.phone(OLA).does(Answers())
    kari = network.phone(KARI).does(Answers())
    talking = await presses(network, ORDINARY[0], "2")
    await talking.until_hears((await ola.rings()).tone or 0)
    waiting = await presses(network, ORDINARY[1], "2")
    await waiting.until_hears(MUSIC)
    vip = await presses(network, VIP, "2")
    await vip.until_hears(MUSIC)
    await talking.hang_up()
    offer = await ola.rings()
    assert offer.shown == VIP
    await vip.until_hears(offer.tone or 0)
    assert await waiting.hears() == {MUSIC}
    await vip.hang_up()
    offer = await ola.rings()
    assert offer.shown == ORDINARY[1]
    await waiting.hang_up()
    # The list of key 2 says nothing behind key 1, and key 1 is somebody else's.
    other = await presses(network, VIP, "1")
    await other.until_hears((await kari.rings()).tone or 0)
    await other.hang_up()


async def look_at_the_log(instance: Instance) -> None:
    """Who was a VIP, and where."""
    records = await instance.until_records(NUMBER, 4)
    classes = [one["class"] for one in records if one["caller"] == VIP]
    assert sorted(classes) == ["ordinary", "vip"]


async def presses(network: Network, caller: str, key: str) -> OutsideCall:
    """Somebody calls, hears the greeting begin, and presses a key."""
    call: Any = await network.call(Caller(caller), NUMBER)
    await call.answered()
    await asyncio.sleep(0.5)
    await call.press(key)
    return call  # type: ignore[no-any-return]
