"""Every page that there is to look at: those of the urlconf, and those that need more than that."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from playwright.async_api import Error, FilePayload, Page

from forrang.portal.access import ANYBODY
from sounds.making import chirps, wav

from .routes import FREE, PARTS, SAMPLES, routes

Prepare = Callable[[Page], Awaitable[None]]


@dataclass(frozen=True)
class View:
    """A page, or a state of one."""

    name: str
    "What its picture is called."
    address: str
    "Where it is."
    who: str | None = "kari"
    "Who looks at it."
    prepare: Prepare | None = None
    "What is done there first."
    status: int = 200
    "How it is answered."


async def _open_menu(page: Page) -> None:
    await page.locator(".menu-button").click()


async def _take_messages(page: Page) -> None:
    await page.locator("[name=takes_messages]").check()
    await page.locator("[name=greeting]").fill("Resepsjonen er opptatt. Legg igjen en beskjed.")


async def _mistype(page: Page) -> None:
    await page.locator("[name=ring_seconds]").fill("tjue")
    await page.locator("[name=max_wait_minutes]").fill("0")
    await page.locator("main .acts button").first.click()


async def _send_vips_to_voicemail(page: Page) -> None:
    await page.locator("[name=wait_then]").select_option("voicemail")
    await page.locator("[name=wait_then_seconds]").fill("3")
    await page.locator(".vip-answering .acts button").first.click()


async def _mistype_password(page: Page) -> None:
    await page.locator("[name=mobile]").fill("900 00 999")
    await page.locator("[name=password]").fill("feil")
    await page.locator("main form button:not([type=button])").click()


async def _collide(page: Page) -> None:
    """Save the same twice, the second time as if the page were older."""
    for seconds, older in (("25", 0), ("20", 0), ("30", 1)):
        await page.goto("/numbers/4722334455/edit/")
        await page.locator("[name=ring_seconds]").fill(seconds)
        based_on = page.locator("main [name=based_on]")
        version = int(await based_on.input_value()) - older
        await based_on.evaluate("(field, version) => { field.value = version }", str(version))
        await page.locator("main .acts button").first.click()
        await page.wait_for_load_state("load")


async def _paste(page: Page) -> None:
    """Lines of every kind, seen before they are saved."""
    lines = ["Stor Kunde AS; 411 11 111", "Lege Moe 955 55 001", "22 99 01 00-49 Nordvik Lab"]
    lines += ["Feil; 4111", "Vakten; 22 99 01 07; siste dag 01.01.2020", "Lege Moe; 955 55 001"]
    await page.locator("[name=lines]").fill("\n".join(lines))
    await page.locator("main form button[value=look]").click()
    await page.locator("#result").wait_for()


async def _start_a_list(page: Page) -> None:
    """The first time that a number has a VIP queue; its list is empty."""
    await page.locator("main [name=vip]").check()
    await page.locator("main .acts button").first.click()
    await page.wait_for_load_state("load")
    await page.goto("/numbers/4722334466/vip/")


async def _collide_with_a_removal(page: Page) -> None:
    """A group that is gone since its page was opened."""
    await page.goto("/groups/new/")
    await page.locator("[name=name]").fill("Vikarer")
    await page.locator("main .acts button").first.click()
    await page.wait_for_load_state("load")
    await page.goto("/groups/Vikarer/edit/")
    other = await page.context.new_page()
    await other.goto(page.url.replace("/edit/", "/remove/"))
    await other.locator("main .acts button").first.click()
    await other.wait_for_load_state("load")
    await other.close()
    await page.locator("[name=ring_seconds]").fill("33")
    await page.locator("main .acts button").first.click()
    await page.wait_for_load_state("load")


async def _ask_for_a_code(page: Page) -> None:
    unknown = f"900 99 {next(_asked):03}"  # a number is called three times an hour
    await page.locator("[name=mobile]").fill(unknown)
    await page.locator("main form button").first.click()
    await page.wait_for_url("**/password/code/")


async def _mistype_a_code(page: Page) -> None:
    await _ask_for_a_code(page)
    await page.locator("[name=code]").fill("41 72")
    await page.locator("[name=password]").fill("kort")
    await page.locator("main form button:not([type=button])").first.click()


async def _upload(page: Page, name: str, content: bytes) -> None:
    file: FilePayload = {"name": name, "mimeType": "audio/wav", "buffer": content}
    await page.locator("[name=file]").set_input_files(file)
    await page.locator("main form .acts button").last.click()
    await page.wait_for_load_state("load")


async def _upload_no_sound(page: Page) -> None:
    await _upload(page, "hilsen.wav", b"%PDF-1.7 " * 100)


async def _upload_a_sound(page: Page) -> None:
    await _upload(page, "Sommerhilsen.wav", wav(chirps(3)))


async def _ask_to_record(page: Page) -> None:
    """A mobile is called once a minute: what was asked before is shown too."""
    if "/call/" in page.url and await page.locator("[name=name]").count():
        await page.locator("[name=name]").fill("Sommerhilsen")
        await page.locator("main form button").first.click()
        await page.wait_for_load_state("load")
        await page.goto("/sounds/call/now/")


async def _unfold(page: Page) -> None:
    """Everything that a queue can be told, and the fields of what comes then."""
    await page.locator(".numbers-more > summary").click()
    await page.locator("[name=wait_then]").select_option("message")
    await page.locator("[name=full_then]").select_option("forward")
    await page.locator("[name=callback]").check()


async def _start_a_menu(page: Page) -> None:
    await page.locator("[name=kind][value=menu]").check()


async def _build_a_menu(page: Page) -> None:
    """A menu with a greeting that does not fit its keys; only the first time."""
    if await page.locator(".numbers-lines").count():
        return
    await _start_a_menu(page)
    await page.locator("[name=greeting]").fill("Trykk 1 for salg, 4 for support.")
    for at, to in ((1, "group:Kundesenter"), (2, "voicemail")):
        await page.locator(f"[name=new_to_{at}]").select_option(to)
    await page.locator("main .acts button").first.click()
    await page.locator(".numbers-lines").wait_for()


async def _let_keys_go(page: Page) -> None:
    await page.locator("[name=kind][value=queue]").check()
    await page.locator("main .acts button").first.click()
    await page.wait_for_load_state("load")


_asked = count()


FJORDS_HOURS = "/numbers/4722334477/hours/"
"""Fjord's, where nobody calls: other pages here need an open number."""


async def _set_hours(page: Page) -> None:
    await page.goto(f"{FJORDS_HOURS}?start=1")
    await page.locator("main [name=tue]").fill("8-1130, 12-16")
    await page.locator("main .acts button").first.click()
    await page.wait_for_load_state("load")


async def _add_exception(page: Page) -> None:
    await _set_hours(page)
    await page.goto(f"{FJORDS_HOURS}exceptions/new/")


async def _mistype_hours(page: Page) -> None:
    """Every part that is chosen is shown, and wrong; nothing is saved."""
    await page.locator("main [name=tue]").fill("12:00-11:30")
    await page.locator("main [name=closed]").select_option("forward")
    await page.locator("main [name=vip_closed]").check()
    await page.locator("main [name=vip_times][value=own]").check()
    await page.locator("main .acts button").first.click()


async def _close_now(page: Page) -> None:
    again = page.locator("main form[action$='/hours/open/'] button")
    if await again.count():
        await again.click()
        await page.wait_for_load_state("load")
    await page.locator("main [name=time]").fill("12:00")
    await page.locator("main [name=day]").fill(f"{date.today() + timedelta(days=9):%d.%m.%Y}")
    await page.locator(".hours-close button").click()


async def _tick_vip(page: Page) -> None:
    """Save «VIP-kø» unticked, then ticked."""
    for on in (False, True):
        await page.goto("/numbers/4722334455/edit/")
        await page.locator("main [name=vip]").set_checked(on)
        await page.locator("main .acts button").first.click()
        await page.wait_for_load_state("load")


async def _keep_a_promise(page: Page) -> None:
    """One of an ordinary caller, which the answer group keeps."""
    await page.goto("/promises/new/?from=40000031&to=%2B4722334455&time=10:00")
    await page.locator("[name=name]").fill("En ny kunde når resepsjonen")
    await page.locator("main .acts button").first.click()
    await page.locator(".promises-one").first.wait_for()


async def _change_a_promise_meanwhile(page: Page) -> None:
    """It gets another name in a second window, before the first one saves."""
    await _keep_a_promise(page)
    await page.locator(".promises-one", has_text="resepsjonen").locator("a").first.click()
    await page.locator("[name=mark]").wait_for(state="attached")
    other = await page.context.new_page()
    await other.goto(page.url)
    for window, name in ((other, "En ny kunde når Ola"), (page, "Nye kunder når resepsjonen")):
        await window.locator("[name=name]").fill(name)
        await window.locator("main .acts button").first.click()
        await window.wait_for_load_state("load")
    await other.close()
    await page.locator(".strip-warning").wait_for()


async def _break_a_promise(page: Page) -> None:
    """Somebody else is first in the group, and that is not confirmed."""
    await _keep_a_promise(page)
    await page.goto("/groups/Resepsjon/edit/")
    await page.locator("main button[name=act]").first.click()
    await page.locator("main .acts button").first.click()
    await page.locator("#anyway").wait_for()
    await page.locator("main .acts button").first.click()
    await page.locator("#anyway-missed").wait_for()


async def _let_a_vip_pass(page: Page) -> None:
    """Three callers, and then the VIP; nobody has picked up yet."""
    await page.locator("form[action='/try/hang-up/'] button").click()
    await page.locator(".line-nobody").wait_for()
    for caller in ("+4740000031", "+4740000032", "withheld", "+4741111111"):
        await page.locator(f"button[name=caller][value='{caller}']:not([formaction])").click()
        await page.locator(f"button[name=caller][value='{caller}'][formaction]").wait_for()
    await page.locator(".line-passed").wait_for()
    await page.locator(".try-phone-vip").wait_for()


async def _let_it_ring(page: Page) -> None:
    """The same, seen by whom the VIP rings at."""
    await page.goto("/try/")
    await _let_a_vip_pass(page)
    await page.goto("/my/")
    await page.locator(".my-ringing.card-gold").wait_for()


STATES = [
    View("log-in-wrong", "/login/", None, _mistype_password),
    View("password-code-asked", "/password/", None, _ask_for_a_code),
    View("password-code-errors", "/password/", None, _mistype_a_code),
    View("setup-menu", "/setup/", "kari", _open_menu),
    View("setup-without-vip", "/setup/", "per"),
    View("edit-number-errors", "/numbers/4722334455/edit/", "kari", _mistype),
    View("edit-number-more", "/numbers/4722334455/edit/", "kari", _unfold),
    View("menu-started", "/numbers/4722334455/edit/", "kari", _start_a_menu),
    View("menu", "/numbers/4722334477/edit/", "per", _build_a_menu),
    View("menu-key", "/numbers/4722334477/keys/2/edit/", "per"),
    View("menu-key-removed", "/numbers/4722334477/keys/2/remove/", "per"),
    View("menu-key-added", "/numbers/4722334477/add-key/", "per"),
    View("menu-goes", "/numbers/4722334477/edit/", "per", _let_keys_go),
    View("vip-list-errors", "/numbers/4722334455/vip/", "kari", _send_vips_to_voicemail),
    View("vip-list-empty", "/numbers/4722334466/edit/", "kari", _start_a_list),
    View("paste-result", "/numbers/4722334455/vip/paste/", "kari", _paste),
    View("conflict-removed", "/groups/", "kari", _collide_with_a_removal),
    View("conflict", "/numbers/4722334455/edit/", "kari", _collide),
    View("compared", "/history/1/?with=2"),  # of what colliding saved
    View("sounds-fault", "/sounds/", "kari", _upload_no_sound),
    View("sounds-listed", "/sounds/", "kari", _upload_a_sound),
    View("sound-called", "/sounds/call/", "kari", _ask_to_record),
    View("hours-start", "/numbers/4722334455/hours/?start=1"),
    View("hours-errors", "/numbers/4722334455/hours/?start=1", "kari", _mistype_hours),
    View("hours-set", FJORDS_HOURS, "per", _set_hours),
    View("hours-exception", FJORDS_HOURS, "per", _add_exception),
    View("hours-closed-now", FJORDS_HOURS, "per", _close_now),
    View("refused", "/setup/", "ola", status=403),
    View("my-page-employee", "/my/", "ola"),
    View("not-found", "/nowhere/", "kari", status=404),
    View("promises-kept", "/promises/", "kari", _keep_a_promise),
    View("promises-changed", "/promises/", "kari", _change_a_promise_meanwhile),
    View("edit-group-messages", "/groups/Resepsjon/edit/", "kari", _take_messages),
    View("promises-broken", "/groups/Resepsjon/edit/", "kari", _break_a_promise),
    View("setup-saved", "/setup/", "kari", _tick_vip),
    # the last, since they leave calls that ring
    View("try-passing", "/try/", "kari", _let_a_vip_pass),
    View("my-page-rings", "/my/", "kari", _let_it_ring),
]
"""What an address alone does not show."""


def views() -> list[View]:
    """All of them. An address that has no page of its own, such as that of a button, is left out by
    whoever goes there.
    """
    found = [
        View(one.name, one.address(), None if one.audience == ANYBODY else "kari")
        for one in routes()
        if one.name not in FREE | PARTS and SAMPLES.keys() >= set(one.parts)
    ]
    from .provider_pages import PROVIDER  # which stands on this module

    return [*found, *STATES, *PROVIDER]


async def show(page: Page, view: View) -> bool:
    """Go there; whether it is a page at all."""
    before = page.url
    try:
        answer = await page.goto(view.address, wait_until="commit")
    except Error:  # nothing to see: a button's address
        return False
    if answer is None or not answer.headers.get("content-type", "").startswith("text/html"):
        await page.goto(before)
        return False
    await page.wait_for_load_state("load")
    if answer.status != view.status or answer.request.redirected_from is not None:
        return False
    if view.prepare is not None:
        await view.prepare(page)
        await page.wait_for_load_state("load")
    return True
