"""Pictures of every page, wide and as on a telephone, light and dark, in var/screenshots: to be looked
at. `make screenshots`; words after it choose pages by name. `make pictures`: those of the README.
"""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).parents[1]
TO = TESTS.parent / "var/screenshots"
PICTURES = TESTS.parent / "docs/pictures"
SHOWN = {
    "setup-saved": ("light", 1280),
    "vip-list": ("light", 1280),
    "try-passing": ("light", 1280),
    "my-page-rings": ("dark", 360),
}
"""The pictures of the README: colours and width; as much of the page as a window shows."""


async def main(wanted: list[str]) -> None:
    """Make them."""
    from portal.browser import NARROW, WIDE, Look, a_browser, a_demo, a_page
    from portal.pages import show, views

    TO.mkdir(parents=True, exist_ok=True)
    chosen = [one for one in views() if not wanted or one.name in wanted]
    looks = [Look("nb", scheme, width) for scheme in ("light", "dark") for width in (WIDE, NARROW)]
    looks.append(Look("en", "light", WIDE))
    async with a_demo() as demo, a_browser() as browser:
        for view in chosen:
            for look in looks:
                async with a_page(browser, demo, look, view.who) as page:
                    if await show(page, view):
                        path = TO / f"{view.name}-{look}.png"
                        await page.screenshot(path=path, full_page=True)
                        sys.stdout.write(f"{path}\n")


async def pictures() -> None:
    """Make those of the README anew, in 256 colours."""
    from PIL import Image

    from portal.browser import Look, a_browser, a_demo, a_page
    from portal.pages import show, views

    async with a_demo() as demo, a_browser() as browser:
        for view in views():
            if view.name not in SHOWN:
                continue
            async with a_page(browser, demo, Look("nb", *SHOWN[view.name]), view.who) as page:
                assert await show(page, view), view.name
                await page.locator("[data-live-state].tag-ok").wait_for()
                await page.evaluate("scrollTo(0, 0)")  # a press may have moved the page
                path = PICTURES / f"{view.name}.png"
                await page.screenshot(path=path)
                with Image.open(path) as picture:
                    picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(
                        path, optimize=True
                    )
                sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    sys.path.insert(0, str(TESTS))
    os.environ["FORRANG_DATA"] = tempfile.mkdtemp(prefix="forrang-pictures-")
    from forrang.site.database import start_django

    start_django()
    asyncio.run(pictures() if sys.argv[1:] == ["--pictures"] else main(sys.argv[1:]))
