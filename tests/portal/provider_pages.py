"""The provider's pages to look at. A customer's id is drawn by lot, so one comes there by links."""

from playwright.async_api import Page

from .browser import log_in
from .cast import STAFF
from .pages import Prepare, View, _open_menu

CUSTOMERS = "/provider/customers/"


def _at(customer: str, below: str = "", then: Prepare | None = None) -> Prepare:
    """Go to a customer's page, to one below it, and do something there."""

    async def prepare(page: Page) -> None:
        await page.goto(CUSTOMERS)
        await page.locator("main table").get_by_role("link", name=customer).click()
        await page.wait_for_load_state("load")
        if below:
            await page.goto(page.url + below)
        if then is not None:
            await then(page)
            await page.wait_for_load_state("load")

    return prepare


async def _save(page: Page) -> None:
    await page.locator("main .acts button").first.click()


async def _see(page: Page) -> None:
    await page.locator("main .head form button").click()


async def _see_and_write(page: Page) -> None:
    await _see(page)
    await page.wait_for_url("**/setup/")
    await (
        page.locator("main")
        .get_by_role("link", name="ndre")
        .or_(page.locator("main").get_by_role("link", name="Edit"))
        .first.click()
    )
    await page.wait_for_load_state("load")
    await page.locator("main .acts button").first.click()


async def _order(page: Page) -> None:
    """Somebody of Fjord orders; the provider's own log-in has a cookie of its own."""
    await log_in(page, "per")
    await page.goto("/services/")
    orders = page.locator("form[action='/services/order/'] button")
    if await orders.count():
        await orders.first.click()
        await page.wait_for_load_state("load")


async def _ordered(page: Page) -> None:
    await _order(page)
    await page.goto("/provider/orders/")


async def _declining(page: Page) -> None:
    await _order(page)
    await _at("Fjord", "decline/vip-list/")(page)


async def _mistype(page: Page) -> None:
    await page.locator("[name=name]").fill("Lise")
    await page.locator("[name=password]").fill("feil")
    await page.locator("main form button:not([type=button])").click()


PROVIDER = [
    View("provider-log-in", "/provider/login/", None),
    View("provider-log-in-wrong", "/provider/login/", None, _mistype),
    View("provider-customers", CUSTOMERS, STAFF),
    View("provider-customers-none", f"{CUSTOMERS}?find=zzz", STAFF),
    View("provider-menu", CUSTOMERS, STAFF, _open_menu),
    View("provider-customer", CUSTOMERS, STAFF, _at("Nordlys")),
    View("provider-decline", CUSTOMERS, STAFF, _declining),
    View("provider-new-customer", f"{CUSTOMERS}add/", STAFF),
    View("provider-new-customer-errors", f"{CUSTOMERS}add/", STAFF, _save),
    View("provider-assign", CUSTOMERS, STAFF, _at("Nordlys", "numbers/add/")),
    View("provider-assign-errors", CUSTOMERS, STAFF, _at("Nordlys", "numbers/add/", _save)),
    View("provider-take-back", CUSTOMERS, STAFF, _at("Nordlys", "numbers/4722334455/take-back/")),
    View("provider-turn-off", CUSTOMERS, STAFF, _at("Nordlys", "services/vip-list/turn-off/")),
    View("provider-orders", "/provider/orders/", STAFF, _ordered),
    View("provider-numbers", "/provider/numbers/", STAFF),
    View("provider-trunks", "/provider/trunks/", STAFF),
    View("provider-health", "/provider/health/", STAFF),
    View("provider-history", "/provider/history/", STAFF),
    View("provider-history-none", "/provider/history/?kind=taken-back", STAFF),
    View("provider-not-found", "/provider/nothing/", STAFF, status=404),
    View("provider-viewing", CUSTOMERS, STAFF, _at("Nordlys", "", _see)),
    View("provider-viewing-refused", CUSTOMERS, STAFF, _at("Nordlys", "", _see_and_write)),
]
"""All of them, and what the portal looks like to whoever sees it as the customer."""
