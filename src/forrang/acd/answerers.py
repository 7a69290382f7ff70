"""The answerers of a group or a list, in order, and the four ways to choose among them.

Who is free and who is open (logged in and not paused) are kept as bits of a whole number, bit *i*
for the person at seat *i*: the first who is free is the lowest bit, whoever else the size.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from forrang.acd.presence import Member, Person
from forrang.acd.records import LOGGED_OUT, Condition
from forrang.domain.answer_group import Strategy
from forrang.domain.phone_number import PhoneNumber

if TYPE_CHECKING:
    from forrang.acd.waiting_line import WaitingLine


class Seat:
    """A person's place in the order of one set of answerers, however often they are named there."""

    __slots__ = ("answerers", "bit", "index", "members", "person")

    def __init__(self, answerers: "Answerers", index: int, person: Person):
        self.answerers = answerers
        self.index = index
        self.bit = 1 << index
        self.person = person
        self.members: list[Member] = []

    def tell(self, available: bool, condition: Condition) -> None:
        """Take over what the person is doing; who answers nowhere here is not free."""
        answerers = self.answerers
        if not answerers.open & self.bit:
            answerers.free &= ~self.bit
            condition = self.members[0].condition
        elif available:
            answerers.free |= self.bit
        else:
            answerers.free &= ~self.bit
        answerers.roster[self.index] = (self.person.mobile, condition)

    def refresh(self) -> None:
        """Set the bit of who is open, then that of who is free."""
        if any(member.open for member in self.members):
            self.answerers.open |= self.bit
        else:
            self.answerers.open &= ~self.bit
        self.tell(self.person.available, self.person.condition)

    @property
    def member(self) -> Member:
        """By which place they are asked: the first open one."""
        return next((one for one in self.members if one.open), self.members[0])


class Pointer:
    """Whom a group or a list offered a call last; *round robin* goes on behind them. It outlives a
    change of the setup.
    """

    __slots__ = ("last",)

    def __init__(self) -> None:
        self.last: PhoneNumber | None = None


class Answerers:
    """Everybody who stands for a group or a list, in its order."""

    __slots__ = ("free", "lines", "open", "pointer", "roster", "seat_of", "seats")

    def __init__(self, pointer: Pointer):
        self.pointer = pointer
        self.seats: list[Seat] = []
        self.seat_of: dict[PhoneNumber, Seat] = {}
        self.open = 0
        self.free = 0
        self.roster: list[tuple[PhoneNumber, Condition]] = []
        "What everybody is doing, in order: the reasons of a decision are a copy of it."
        self.lines: list[WaitingLine] = []
        "The waiting lines that they take from."

    def add(self, member: Member) -> None:
        """Put a member at the end; who is there already keeps the first place."""
        person = member.person
        seat = self.seat_of.get(person.mobile)
        if seat is None:
            seat = Seat(self, len(self.seats), person)
            self.seats.append(seat)
            self.roster.append((person.mobile, LOGGED_OUT))
            self.seat_of[person.mobile] = seat
            person.seats.append(seat)
        seat.members.append(member)
        seat.refresh()

    def but(self, bits: int, person: Person | None) -> int:
        """`bits` without that of a person."""
        seat = None if person is None else self.seat_of.get(person.mobile)
        return bits if seat is None else bits & ~seat.bit

    def first(self, strategy: Strategy, bits: int) -> Seat | None:
        """Whom the strategy asks first of those in `bits`."""
        if not bits:
            return None
        match strategy:
            case Strategy.LONGEST_IDLE:
                if bits & (bits - 1):
                    return min(self._in(bits), key=_idle)
            case Strategy.ROUND_ROBIN:
                behind = self._last_offered() + 1
                bits = bits >> behind << behind or bits
            case Strategy.IN_ORDER | Strategy.ALL:
                pass
        return self.seats[(bits & -bits).bit_length() - 1]

    def ranked(self, strategy: Strategy, bits: int) -> list[Seat]:
        """Everybody in `bits`, in the order in which the strategy would ask them."""
        seats = list(self._in(bits))
        match strategy:
            case Strategy.LONGEST_IDLE:
                seats.sort(key=_idle)
            case Strategy.ROUND_ROBIN:
                last = self._last_offered()
                seats.sort(key=lambda seat: (seat.index <= last, seat.index))
            case Strategy.IN_ORDER | Strategy.ALL:
                pass
        return seats

    def _last_offered(self) -> int:
        last = self.pointer.last
        seat = None if last is None else self.seat_of.get(last)
        return -1 if seat is None else seat.index

    def _in(self, bits: int) -> Iterator[Seat]:
        while bits:
            low = bits & -bits
            yield self.seats[low.bit_length() - 1]
            bits ^= low


def _idle(seat: Seat) -> tuple[float, int]:
    return seat.person.idle_since, seat.index
