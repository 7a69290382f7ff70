"""News in force: what came from the database goes into a switchboard and its lists."""

from dataclasses import dataclass, field

from forrang.acd.events import EntryAdded, ListReplaced, PresenceSet, SetupChanged
from forrang.domain.document import Document
from forrang.domain.number_span import NumberSpan
from forrang.domain.vip_entries import VipEntries
from forrang.exchange.boards import Boards, Customer
from forrang.exchange.dictation import DictationCall
from forrang.exchange.spoken import SpokenCode


@dataclass(frozen=True, slots=True)
class SetupNews:
    """A new version of a customer's setup, or a service switched."""

    customer: int
    version: int
    document: Document
    lists: dict[str, VipEntries] = field(default_factory=dict)
    "Entries of lists that are new to the exchange, or read anew."


@dataclass(frozen=True, slots=True)
class EntryNews:
    """An entry was added, changed or removed."""

    customer: int
    list_id: str
    span: NumberSpan
    entry: int
    "Its id; 0: it is gone."
    last_day: int
    "Its last day's number; 0: none."


@dataclass(frozen=True, slots=True)
class ListNews:
    """A list was read anew."""

    customer: int
    list_id: str
    entries: VipEntries


@dataclass(frozen=True, slots=True)
class PresenceNews:
    """Somebody's wish about presence."""

    customer: int
    event: PresenceSet


BoardNews = SetupNews | EntryNews | ListNews | PresenceNews
"""What a switchboard hears of."""

News = BoardNews | SpokenCode | DictationCall


def take(boards: Boards, news: BoardNews) -> None:
    """Let a customer have it. News of a customer without a setup yet is in the setup to come."""
    customer = boards.customers.get(news.customer)
    if isinstance(news, SetupNews):
        _take_setup(boards, customer, news)
    elif customer is not None:
        match news:
            case EntryNews():
                _take_entry(boards, customer, news)
            case ListNews(_, list_id, entries):
                customer.lists[list_id] = entries
                boards.feed(customer, ListReplaced(list_id))
            case PresenceNews(_, event):
                boards.feed(customer, event)


def _take_setup(boards: Boards, customer: Customer | None, news: SetupNews) -> None:
    if customer is None:
        customer = boards.open(news.customer, news.document, news.version)
        customer.lists |= news.lists
        return
    customer.lists |= news.lists
    house = customer.board.house
    if news.version > house.version or news.document != house.routes.document:
        boards.feed(customer, SetupChanged(news.version, news.document))
    for list_id in news.lists:
        boards.feed(customer, ListReplaced(list_id))


def _take_entry(boards: Boards, customer: Customer, news: EntryNews) -> None:
    """The list first: whoever calls from now on is asked there; then those who wait already."""
    entries = customer.lists.get(news.list_id)
    if entries is None:
        return
    if not news.entry:
        entries.remove(news.span)
        return
    entries.put(news.span, news.entry, news.last_day)
    today = customer.board.house.routes.today(boards.now())
    if news.last_day == 0 or news.last_day >= today:
        boards.feed(customer, EntryAdded(news.list_id, news.entry, news.span))
