"""How often a call was overtaken: later calls of its point that were answered earlier (rule 12).

Counted once, at the call's answer or at its end without one, over a Fenwick tree of the point's
arrivals (P. Fenwick, "A new data structure for cumulative frequency tables", 1994): an answer and
a count cost the logarithm of the calls since the oldest that is still there.
"""

_SWEEP_AT = 1_024


class Overtaking:
    """The arrivals of one point, and which of them were answered."""

    __slots__ = ("_answered", "_base", "_here", "_sweep_at", "_tree")

    def __init__(self, base: int = 0, answered: tuple[int, ...] = ()):
        """`base`: serials up to it are forgotten; `answered`: serials after it, in any order."""
        self._base = base
        self._answered: set[int] = set()
        self._tree: list[int] = [0]
        self._here: dict[int, None] = {}  # serials of calls that have not ended, oldest first
        self._sweep_at = _SWEEP_AT
        for serial in sorted(answered):
            self._grow(serial)
            self.answered(serial)

    def arrives(self) -> int:
        """The serial of a new call."""
        serial = self._base + len(self._tree)
        self._grow(serial)
        self._here[serial] = None
        return serial

    def stays(self, serial: int) -> None:
        """Note that a call has not ended; for one who makes it again, the oldest first."""
        self._here[serial] = None

    def answered(self, serial: int) -> None:
        """Note that the call was answered (again)."""
        if serial in self._answered or serial <= self._base:
            return
        self._answered.add(serial)
        at = serial - self._base
        while at < len(self._tree):
            self._tree[at] += 1
            at += at & -at

    def later_answered(self, serial: int) -> int:
        """How many calls after this one were answered."""
        at, earlier = max(0, serial - self._base), 0
        while at:
            earlier += self._tree[at]
            at &= at - 1
        return len(self._answered) - earlier

    def leaves(self, serial: int) -> None:
        """Forget a call that ended, and with it, now and then, all that came before the oldest
        which is still there. Done when the tree has doubled since, so it costs nothing that grows.
        """
        self._here.pop(serial, None)
        if len(self._tree) > self._sweep_at:
            last = self._base + len(self._tree) - 1
            oldest = next(iter(self._here), last + 1)
            kept = tuple(serial for serial in self._answered if serial >= oldest)
            fresh = Overtaking(oldest - 1, kept)
            fresh._grow(last)
            self._base, self._tree, self._answered = fresh._base, fresh._tree, fresh._answered
            self._sweep_at = max(_SWEEP_AT, 2 * len(self._tree))

    def plain(self) -> tuple[int, int, list[int]]:
        """Base, last serial and answered serials: enough to make it again."""
        return self._base, self._base + len(self._tree) - 1, sorted(self._answered)

    @classmethod
    def from_plain(cls, base: int, last: int, answered: list[int]) -> "Overtaking":
        """The opposite of `plain`."""
        made = cls(base, tuple(answered))
        made._grow(last)
        return made

    def _grow(self, serial: int) -> None:
        while self._base + len(self._tree) <= serial:
            at = len(self._tree)
            self._tree.append(0)
            # A node sums the (at & -at) serials up to it: those of its children, already there.
            step, total = 1, 0
            while step < (at & -at):
                total += self._tree[at - step]
                step <<= 1
            self._tree[at] = total
