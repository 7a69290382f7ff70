"""What the terminal shows while calls go on: who waits in which order, who rings, who talks.

It is drawn from the live stream of the exchange: a block that is drawn anew on a terminal, a line for
each change where the output goes elsewhere.
"""

import time
from collections.abc import Mapping
from typing import Any, TextIO

__all__ = ["Picture", "Screen"]


class Picture:
    """A customer's calls and people, kept up to date from the stream."""

    def __init__(self, names: Mapping[str, str], people: Mapping[str, str]) -> None:
        """Names of callers and of employees, by number."""
        self._names = names
        self._people = people
        self._calls: dict[str, dict[str, Any]] = {}

    def update(self, frame: Mapping[str, Any]) -> None:
        """Take a line of the stream in."""
        self._calls.update(frame.get("calls", {}))
        for id in frame.get("gone", ()):
            self._calls.pop(id, None)

    def line(self) -> list[str]:
        """Who waits, in the order in which they will be taken."""
        waiting = [call for call in self._calls.values() if call["state"] == "in-line"]
        waiting.sort(key=lambda call: (call["key"], call["came"]))
        return [self._caller(call) for call in waiting]

    def people(self) -> list[tuple[str, str]]:
        """Each employee and what they do."""
        return [(name, self._doing(mobile)) for mobile, name in self._people.items()]

    def _doing(self, mobile: str) -> str:
        for call in self._calls.values():
            if call["talks_with"] == mobile:
                return f"talks with {self._caller(call)}"
            if mobile in call["rings_at"]:
                return f"rings for {self._caller(call)}"
        return "free"

    def _caller(self, call: Mapping[str, Any]) -> str:
        name = self._names.get(call["caller"], call["caller"] or "unknown")
        return f"{name} (VIP)" if call["vip"] else name


class Screen:
    """Where it is shown."""

    def __init__(self, out: TextIO, picture: Picture) -> None:
        self._out = out
        self._picture = picture
        self._redraws = out.isatty()
        self._drawn = 0
        self._shown = ""
        self._start = time.monotonic()

    def say(self, text: str) -> None:
        """A line of the story; it stays."""
        self._erase()
        self._print(f"{self._seconds()}  {text}")
        self.show()

    def show(self) -> None:
        """Show the picture as it is now."""
        line, people = self._picture.line(), self._picture.people()
        if self._redraws:
            self._erase()
            rows = [f"  {name:<8}{doing}" for name, doing in people]
            rows += [f"  {place}. {name}" for place, name in enumerate(line, 1)]
            rows = ["", *rows, ""]
            self._print("\n".join(rows))
            self._drawn = len(rows)
            return
        told = f"line: {', '.join(line) or 'empty'}"
        told += "".join(f" | {name} {doing}" for name, doing in people)
        if told != self._shown:
            self._print(f"{self._seconds()}    {told}")
            self._shown = told

    def close(self) -> None:
        """The calls are over: the block goes."""
        self._erase()

    def _erase(self) -> None:
        if self._drawn:
            self._out.write(f"\x1b[{self._drawn}F\x1b[J")  # so many lines up, and clear below
            self._drawn = 0

    def _print(self, text: str) -> None:
        print(text, file=self._out, flush=True)

    def _seconds(self) -> str:
        return f"{time.monotonic() - self._start:5.1f} s"
