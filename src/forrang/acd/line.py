"""Standing in line: how a call comes to wait, where, and until when.

A call that waits has an entry in the line of its class, and the deadlines of one who waits: its
overflow, and the end of its answerers' rests. One that only rings has neither: it is decided anew
when that offer ends (rule 13). The longest wait runs on in both.
"""

from collections.abc import Iterable

from forrang.acd.answerers import Answerers
from forrang.acd.away import leave
from forrang.acd.call import Call
from forrang.acd.house import House
from forrang.acd.records import Outcome, Overflowed, WhyOverflow
from forrang.acd.timers import Kind
from forrang.acd.waiting_line import WaitingLine
from forrang.domain.answer_group import Strategy
from forrang.domain.call_setup import NobodyLoggedIn


def stand(house: House, call: Call) -> None:
    """Let a call that rings nowhere wait in the line of its class, or leave if its time is over."""
    if call.expired:
        leave(house, call, Outcome.WAITED_TOO_LONG)
        return
    open_overflow(house, call)
    if nobody_answers(call) and not call.away:
        leave(house, call, Outcome.NOBODY_LOGGED_IN)
        return
    if not call.line_of_class.answerers:
        house.strayed.append(call)
        return
    _wait(house, call)


def restand(house: House, call: Call) -> None:
    """Decide anew where a waiting call stands. One that only rings is decided when that ends."""
    if call.entry is None:
        return
    wait_no_more(call)
    if not call.offers:
        stand(house, call)
    elif call.ringing.strategy is Strategy.ALL and not call.expired:  # it waits and rings
        open_overflow(house, call)
        _wait(house, call)


def wait_no_more(call: Call) -> None:
    """Take a call out of its line, and forget what would wake it there."""
    if call.entry is not None:
        assert call.line is not None
        call.line.remove(call)
    if call.timers:
        call.cancel(Kind.OVERFLOW, Kind.MISS_REST_OVER)


def open_overflow(house: House, call: Call) -> None:
    """Ask the ordinary answerers too, if it is time for it; else set the time (rule 3)."""
    if call.overflowed or call.after_hours:
        return
    point = call.point
    if call.standing.vip and point.vip is None:
        _overflow(house, call, WhyOverflow.LIST_GONE)
        return
    first, over, opens = overflow_of(call)
    if over is first or opens is None:
        return
    if not anybody_open(call, first.answerers):
        _overflow(house, call, WhyOverflow.NOBODY_LOGGED_IN)
    elif house.now >= opens:
        _overflow(house, call, WhyOverflow.WAITED)
    else:
        house.set_timer(call, Kind.OVERFLOW, opens)


def overflow_of(call: Call) -> tuple[WaitingLine, WaitingLine, float | None]:
    """The line of a call's class before overflow and after it, and when it opens: UTC seconds; None:
    never.
    """
    point = call.point
    vip = point.vip if call.standing.vip else None
    if vip is None:
        opens = call.stood + point.queue.overflow_after
        return point.ordinary_line, point.ordinary_over_line, opens
    after = vip.overflow_after
    return point.first_line, point.over_line, None if after is None else call.vip_since + after


def anybody_open(call: Call, several: Iterable[Answerers]) -> bool:
    """Whether somebody is logged in among those who may ever be offered the call: never a caller
    themselves.
    """
    return any(answerers.but(answerers.open, call.own) for answerers in several)


def nobody_answers(call: Call) -> bool:
    """Whether a call leaves since nobody is logged in who may ever be offered it."""
    if call.point.queue.nobody_logged_in is NobodyLoggedIn.WAIT:
        return False
    _, over, opens = overflow_of(call)
    ever = call.line_of_class if call.after_hours or opens is None else over
    return not anybody_open(call, ever.answerers)


def arm_max_wait(house: House, call: Call) -> None:
    """Set the end of the longest wait, counted from when the call stood in this line."""
    call.cancel(Kind.MAX_WAIT)
    call.expired = False
    if call.away:
        return
    ends = call.stood + call.point.queue.max_wait_seconds
    call.expired = house.now >= ends
    if not call.expired:
        house.set_timer(call, Kind.MAX_WAIT, ends)


def waited_too_long(house: House, call: Call) -> None:
    """The longest wait is over: what rings is finished first, and nothing more is offered."""
    call.expired = True
    wait_no_more(call)
    if not call.offers:
        leave(house, call, Outcome.WAITED_TOO_LONG)


def overflow_due(house: House, call: Call) -> None:
    """The list's own answerers have had their time."""
    restand(house, call)


def seek_again(house: House, call: Call) -> None:
    """Look for an answerer for a call that waits on; wake when the first of those who missed it
    may be asked again.
    """
    house.seeking.append(call)
    if not call.misses:
        return
    ends = [until for _, until in call.misses.values() if until > house.now]
    if ends:
        house.set_timer(call, Kind.MISS_REST_OVER, min(ends))


def _wait(house: House, call: Call) -> None:
    call.line_of_class.add(call)
    house.count_idle(call)
    seek_again(house, call)


def _overflow(house: House, call: Call, why: WhyOverflow) -> None:
    """Overflow is open for this call, and stays so."""
    call.overflowed = True
    call.story.append(Overflowed(house.now, why))
