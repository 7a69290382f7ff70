"""Setups on their way in: the exchange's only reader of the database.

At start the setups come from our own disk, or else from the database. Then the table of changes is
followed in its order: each change is written to our disk and handed over as *news*; who takes it has
it in force when the call returns. All reading and writing is done in one thread beside the calls.
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from forrang.acd.events import PresenceSet, Wish
from forrang.domain.document import Document, vip_lists
from forrang.domain.number_span import NumberSpan
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.vip_entries import VipEntries
from forrang.exchange.dictation import DictationCall
from forrang.exchange.news import EntryNews, ListNews, News, PresenceNews, SetupNews
from forrang.exchange.snapshot_files import Snapshot, SnapshotFiles
from forrang.exchange.sounds import Sounds
from forrang.exchange.spoken import SpokenCode
from forrang.exchange.wake import Wake
from forrang.storage.changes import Change, ChangeKind, TooFarBehind, changes_after, latest_seq
from forrang.storage.code_calls import forget_codes, take_code
from forrang.storage.entries import entries_of
from forrang.storage.records import presence_of
from forrang.storage.setups import current_setup, current_setups

log = logging.getLogger(__name__)

BATCH = 500
"""Changes that are read at once."""
RETRY_SECONDS = 2.0
"""After the database failed."""

P = ParamSpec("P")
R = TypeVar("R")


class Snapshots:
    """The setups, and what becomes of them."""

    def __init__(self, files: SnapshotFiles, sounds: Sounds, take: Callable[[News], None]):
        self._files = files
        self._sounds = sounds
        self._take = take
        self._seq = 0
        self._known: dict[int, set[str]] = {}
        self._unheard: list[tuple[int, Document]] = []
        self._thread = ThreadPoolExecutor(1, "snapshots")
        self.database_away = False

    async def load(self) -> list[Snapshot]:
        """Everything, from our own disk or, as soon as it answers, from the database."""
        found = await self._apart(self._files.read)
        while found is None:
            try:
                found = await self._apart(self._read_all)
            except Exception as error:  # whatever keeps the database away is tried again
                self._failed(error)
                await asyncio.sleep(RETRY_SECONDS)
        self._seq, snapshots = found
        self._known = {one.customer: set(one.lists) for one in snapshots}
        self._unheard = [(one.customer, one.document) for one in snapshots]
        return snapshots

    async def presence(self, customer: int) -> list[PresenceSet]:
        """Who was logged out or paused, as the database last knew it; nothing when it is away."""
        try:
            return await self._apart(presence_facts, customer)
        except Exception as error:
            self._failed(error)
            return []

    async def follow(self, wake: Wake) -> None:
        """Take changes up until cancelled. Sounds that are missing are made first."""
        while True:
            try:
                while self._unheard:
                    await self._apart(self._sounds.make, *self._unheard[-1])
                    self._unheard.pop()
                while await self._take_batch():
                    pass
                self.database_away = False
                await self._apart(self._sounds.sweep)
            except Exception as error:
                self._failed(error)
                await asyncio.sleep(RETRY_SECONDS)
            await wake.wait()

    async def _take_batch(self) -> bool:
        try:
            seq, news = await self._apart(self._read_batch, self._seq)
        except TooFarBehind:
            log.warning("too far behind the table of changes; everything is read anew")
            seq, snapshots = await self._apart(self._read_all)
            news = [
                SetupNews(one.customer, one.version, one.document, one.lists) for one in snapshots
            ]
        if seq == self._seq:
            return False
        for one in news:
            if isinstance(one, SetupNews):
                self._known.setdefault(one.customer, set()).update(one.lists)
            self._take(one)
        self._seq = seq
        await self._apart(self._files.write_seq, seq)
        return True

    def _read_all(self) -> tuple[int, list[Snapshot]]:
        seq = latest_seq()  # first: what changes meanwhile is laid on twice
        forget_codes(seq)  # nobody is called for what is read all at once
        self._files.begin_anew()
        snapshots = []
        for setup in current_setups():
            lists = {id: self._read_list(setup.customer, id) for id, _ in vip_lists(setup.document)}
            self._files.write_setup(setup.customer, setup.version, setup.document)
            snapshots.append(Snapshot(setup.customer, setup.version, setup.document, lists))
        self._files.write_seq(seq)
        return seq, snapshots

    def _read_batch(self, seq: int) -> tuple[int, list[News]]:
        changes = changes_after(seq, BATCH)
        news: list[News] = []
        setups_read: set[int] = set()
        for change in changes:
            news += self._read(change, setups_read)
        return (changes[-1].seq if changes else seq), news

    def _read(self, change: Change, setups_read: set[int]) -> list[News]:
        customer, what = change.customer, change.what
        match change.kind:
            case ChangeKind.SETUP | ChangeKind.SERVICE:
                if customer in setups_read:  # the newest one was read already
                    return []
                setups_read.add(customer)
                return [self._read_setup(customer)]
            case ChangeKind.ENTRY_ADDED | ChangeKind.ENTRY_REMOVED:
                span = NumberSpan(what["low"], what["high"], what["digits"])
                entry, last_day = what.get("entry", 0), what.get("last_day", 0)
                return [self._entry(customer, what["list"], span, entry, last_day)]
            case ChangeKind.LIST_REPLACED:
                entries = self._read_list(customer, what["list"])
                return [ListNews(customer, what["list"], entries)]
            case ChangeKind.SPOKEN_CODE:
                return self._code(change)
            case ChangeKind.DICTATION:
                return self._dictation(change)
            case _:  # ChangeKind.PRESENCE
                event = PresenceSet(
                    what["mobile"], Wish(what["wish"]), what["place"], what["until"]
                )
                return [PresenceNews(customer, event)]

    def _code(self, change: Change) -> list[News]:
        """The digits leave the table before the call is made: it is called once or not at all."""
        what = take_code(change.seq)
        if what is None:
            return []
        code = SpokenCode(
            change.customer,
            change.seq,
            PhoneNumber(what["mobile"]),
            what["digits"],
            what["language"],
            what["asked"],
        )
        return [code]

    def _dictation(self, change: Change) -> list[News]:
        """Taken out of the table first, as digits are."""
        what = take_code(change.seq)
        if what is None:
            return []
        call = DictationCall(
            change.customer,
            change.seq,
            PhoneNumber(what["mobile"]),
            what["dictation"],
            what["language"],
            what["asked"],
        )
        return [call]

    def _read_setup(self, customer: int) -> SetupNews:
        setup = current_setup(customer)
        known = self._known.get(customer, set())
        lists = {
            id: self._read_list(customer, id)
            for id, _ in vip_lists(setup.document)
            if id not in known
        }
        self._files.write_setup(customer, setup.version, setup.document)
        self._sounds.make(customer, setup.document)
        return SetupNews(customer, setup.version, setup.document, lists)

    def _read_list(self, customer: int, list_id: str) -> VipEntries:
        entries = VipEntries.from_rows(entries_of(customer, list_id))
        self._files.write_list(customer, list_id, entries)
        return entries

    def _entry(
        self, customer: int, list_id: str, span: NumberSpan, entry: int, last_day: int
    ) -> News:
        if list_id not in self._known.get(customer, ()):
            # A change of a list that no setup had when it was read: the setup brings the entries.
            return EntryNews(customer, list_id, span, entry, last_day)
        if self._files.log_entry(customer, list_id, span, entry, last_day):
            return ListNews(customer, list_id, self._read_list(customer, list_id))
        return EntryNews(customer, list_id, span, entry, last_day)

    async def _apart(self, function: Callable[P, R], *arguments: P.args, **_: P.kwargs) -> R:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, function, *arguments)

    def _failed(self, error: Exception) -> None:
        if not self.database_away:
            log.warning("the database is away; what we have is in force", exc_info=error)
        self.database_away = True


def presence_facts(customer: int) -> list[PresenceSet]:
    """Who was logged out or paused, as the database last knew it, for a core that knows nobody."""
    return [
        PresenceSet(row.mobile, _WISH[row.state], row.place, row.until)
        for row in presence_of(customer)
        if row.state in _WISH
    ]


_WISH = {"out": Wish.OUT, "paused": Wish.PAUSE}
"""Facts that are not the start's own: who is in no row is logged in everywhere."""
