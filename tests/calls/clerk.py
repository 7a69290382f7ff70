"""Somebody who stands where an instance's database is, and runs commands and scripts there: one process
for all of them. Each in a process of its own takes a second of a processor, nearly all of it for
starting Python and Django; what commands do in their own processes `tests/cli` shows.
"""

import asyncio
import io
import json
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout

LONGEST = 1 << 26
"Bytes of an answer."


class Clerk:
    """Our end; the process is started when it is first asked."""

    def __init__(self, environment: Mapping[str, str]):
        self._environment = environment
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    async def command(self, *words: object) -> str:
        """Run a command of forrang, which has to go well; its output."""
        return await self._ask(None, words)

    async def script(self, script: str, *words: str) -> str:
        """Run a few lines, for which the words are `words`; what they print."""
        return await self._ask(script, words)

    async def leave(self) -> None:
        """End the process."""
        if self._process is not None:
            assert self._process.stdin is not None
            self._process.stdin.close()
            await self._process.wait()
            self._process = None

    async def _ask(self, script: str | None, words: Sequence[object]) -> str:
        async with self._turn:
            if self._process is None:
                self._process = await asyncio.create_subprocess_exec(
                    sys.executable, __file__, limit=LONGEST,
                    stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
                )  # fmt: skip
                # told and not inherited: it is none of the instance's processes
                self._tell(dict(self._environment))
            self._tell([script, [str(word) for word in words]])
            status, out, err = await self._told()
        assert status == 0, f"{script or words}: {status}\n{err}"
        return str(out)

    async def _told(self) -> tuple[int, str, str]:
        assert self._process is not None and self._process.stdout is not None
        try:
            status, out, err = json.loads(await self._process.stdout.readline())
        except BaseException:  # what comes now would be taken for the next answer
            self._process.kill()
            self._process = None
            raise
        return status, out, err

    def _tell(self, what: object) -> None:
        assert self._process is not None and self._process.stdin is not None
        self._process.stdin.write(json.dumps(what).encode() + b"\n")


def _serve() -> None:
    """The clerk's end: what is asked in a line, the status and what was printed in another."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # nothing else may be said there
    os.environ.update(json.loads(sys.stdin.readline()))
    from django.db import connections

    from forrang.site.database import start_django

    start_django()
    for line in sys.stdin:
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            status = _done(*json.loads(line))
        connections.close_all()  # as at the end of a process
        print(json.dumps([status, out.getvalue(), err.getvalue()]), file=answers, flush=True)


def _done(script: str | None, words: list[str]) -> int:
    """Do it; the exit status."""
    from forrang.cli.main import main

    try:
        if script is None:
            return main(words)
        exec(script, {"words": words})
    except (Exception, SystemExit):
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    _serve()
