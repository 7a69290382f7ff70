"""Many lines, pasted in a browser: the bar moves until the answer is there."""

import re

import pytest
from playwright.async_api import Page, expect

from .browser import WIDE, Look, a_browser, a_demo, a_page, listen

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]

HERE = "/numbers/4722334455/vip/paste/"
AMOUNT = 20_000
LINES = "\n".join(f"Kunde {at};4{2_000_000 + at}" for at in range(AMOUNT))
FEW = LINES.partition("\nKunde 1000;")[0]
WATCH = """
new MutationObserver(() => {
  const bar = document.querySelector("[data-progress] progress");
  if (!bar || bar.hidden) return;
  const words = document.querySelector("[data-progress] [role=status]").textContent;
  const seen = JSON.parse(sessionStorage.getItem("seen") ?? "[]");
  seen.push([bar.hasAttribute("value") ? bar.value : null, words]);
  sessionStorage.setItem("seen", JSON.stringify(seen));
}).observe(document, { subtree: true, childList: true, attributes: true });
"""
"""Keeps how far the bar was and the words beside it, also when the page is gone."""
TAKE = """() => {
  const seen = JSON.parse(sessionStorage.getItem("seen") ?? "[]");
  sessionStorage.removeItem("seen");
  return seen;
}"""
WORDS = re.compile(r"(Leser linje|Ser på linje|Lagrer) [\d ]+ av 20 000")
PRESS_TWICE = """button => {
  button.click();
  setTimeout(() => button.click(), 300);
}"""


async def test_the_bar_moves_until_the_answer_is_there() -> None:
    look = Look("nb", "light", WIDE)
    async with (
        a_demo() as demo,
        a_browser() as browser,
        a_page(browser, demo, look, "kari") as page,
    ):
        said, sent = listen(page), posts(page)
        await page.add_init_script(WATCH)
        await page.goto(HERE)

        lines = page.get_by_role("textbox", name="Linjer")
        await lines.fill(FEW)
        await page.get_by_role("button", name="Se resultatet").click()
        await expect(page.get_by_role("heading", name="Slik blir det")).to_be_visible()
        assert await page.evaluate(TAKE) == []  # a thousand lines are there at once

        await lines.evaluate("(field, text) => { field.value = text }", LINES)  # typing takes long
        await page.get_by_role("button", name="Se på nytt").evaluate(PRESS_TWICE)
        save = page.get_by_role("button", name=re.compile("Legg til 20.000"))
        await expect(save).to_be_visible(timeout=60_000)
        assert_it_moved(await page.evaluate(TAKE), 1)
        assert len(sent) == 2

        await save.click(no_wait_after=True)
        await expect(page.get_by_role("status").first).to_contain_text(
            "Lagret: 20\u00a0000 lagt til.", timeout=60_000
        )
        assert_it_moved(await page.evaluate(TAKE), 2)
        assert len(sent) == 3
        assert said == []


def posts(page: Page) -> list[str]:
    """Collects the addresses to which forms are sent."""
    found: list[str] = []
    page.on("request", lambda one: found.append(one.url) if one.method == "POST" else None)
    return found


def assert_it_moved(seen: list[tuple[float | None, str]], least: int) -> None:
    """Nothing was known at first, then more and more, so many times at least, and the words said so:
    once a second, so the machine's pace decides which stages have words.
    """
    assert seen[0][0] is None
    far = [value for value, _ in seen if value is not None]
    assert far == sorted(far)
    assert len(set(far)) >= least, seen
    assert any(WORDS.fullmatch(said.replace("\xa0", " ")) for _, said in seen), seen
