"""Pictures of every page, wide and as on a telephone, light and dark, in var/screenshots: to be looked
at. `make screenshots`; words after it choose pages by name.
"""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).parents[1]
TO = TESTS.parent / "var/screenshots"


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


if __name__ == "__main__":
    sys.path.insert(0, str(TESTS))
    os.environ["FORRANG_DATA"] = tempfile.mkdtemp(prefix="forrang-pictures-")
    from forrang.site.database import start_django

    start_django()
    asyncio.run(main(sys.argv[1:]))
