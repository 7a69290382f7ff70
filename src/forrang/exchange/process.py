"""The exchange as a process: every part is made and joined here, and nowhere else."""

import asyncio
import gc
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import gmtime
from typing import Any

from forrang.asterisk.engine.configure import DICTATION
from forrang.asterisk.translate import VOICEMAIL
from forrang.domain.holidays_of import know_holidays
from forrang.exchange.boards import Boards, Customer, Sinks
from forrang.exchange.clock import Clock
from forrang.exchange.dictated import Dictated
from forrang.exchange.dictation import DictationCall
from forrang.exchange.heart import Heart
from forrang.exchange.ledger import Ledger, Store
from forrang.exchange.live import Live
from forrang.exchange.loop import EngineSide, Loop
from forrang.exchange.mobile_calls import MobileCalls
from forrang.exchange.news import News, SetupNews, take
from forrang.exchange.snapshot_files import Snapshot, SnapshotFiles
from forrang.exchange.snapshots import Snapshots
from forrang.exchange.sounds import Sounds
from forrang.exchange.spoken import SpokenCode
from forrang.exchange.tunes import READ_AGAIN, Tunes
from forrang.exchange.voicemail import Messages
from forrang.exchange.wake import Wake
from forrang.storage.voicemail import keep_message, remove_old_messages


@dataclass(frozen=True, slots=True)
class Config:
    """What the exchange is told."""

    data: Path
    "The instance's folder."
    database_url: str
    engine: EngineSide
    store: Store
    "Writes records to the database."
    shows_codes: bool = False
    "Whether the trunk is told the digits that are read out: to the demo's own telephones alone."


async def run(config: Config) -> None:
    """Run until SIGTERM or SIGINT; then every state is written, and waiting callers keep their
    music in the engine until the next exchange takes them up.
    """
    folder = config.data / "exchange"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    heart, clock, wake = Heart(config.data / "exchange.beat"), Clock(), Wake()
    beating = asyncio.create_task(heart.beat())
    loop = Loop(config.engine, clock, folder / "engine-started")
    ledger = Ledger(folder / "ledger", config.store)
    loop.ended = ledger.newest_calls
    sinks = Sinks(
        command=loop.command,
        record=ledger.append,
        changed=lambda customer: live.changed(customer),
        beat=heart.touch,
    )
    boards = loop.boards = Boards(folder / "journals", sinks, clock)

    engine = config.engine
    mobiles = MobileCalls(loop.ask_for, engine.trunk, boards, clock, config.shows_codes)

    def taken(news: News) -> None:
        if isinstance(news, SpokenCode | DictationCall):
            loop.when_connected(lambda: mobiles.call(news))
        else:
            loop.when_connected(lambda: take(boards, news))

    running = asyncio.get_running_loop()

    def new_tune() -> None:
        """Said in another thread, before the setup that has it is in force."""
        running.call_soon_threadsafe(loop.when_connected, lambda: loop.ask_for(READ_AGAIN))

    tunes = Tunes(Path(engine.tunes), Path(engine.sounds), new_tune)
    sounds = Sounds(Path(engine.sounds), tunes)
    snapshots = Snapshots(SnapshotFiles(folder / "snapshots"), sounds, taken)

    def health() -> dict[str, Any]:
        return {
            "engine": "ok" if loop.connected else "away",
            "database": "away" if snapshots.database_away else "ok",
            "customers": len(boards.customers),
            "calls": sum(len(one.board.house.calls) for one in boards.customers.values()),
            "records_waiting_bytes": ledger.waiting_bytes,
            "unknown_numbers": loop.unknown_numbers,
            "stumbled": boards.stumbled,
            "requests": loop.sent,
        }

    messages = Messages(
        Path(config.engine.recordings) / VOICEMAIL,
        keep_message,
        remove_old_messages,
        carried=lambda: not ledger.waiting_bytes,
    )
    dictated = Dictated(Path(engine.recordings) / DICTATION)
    live = Live(boards, health, clock)
    opened = await _open(await snapshots.load(), boards, snapshots, taken)
    clock.not_before(max((one.board.house.now for one in opened), default=0.0))
    gc.collect()
    gc.freeze()  # what was loaded stays: it need not be looked through again and again
    await live.open(config.data / "live.sock")
    # in a thread, since it takes long enough for a call to notice
    knowing = asyncio.create_task(asyncio.to_thread(know_holidays, gmtime(clock()).tm_year))
    tasks = [
        beating,
        asyncio.create_task(loop.run()),
        asyncio.create_task(ledger.write()),
        asyncio.create_task(messages.carry()),
        asyncio.create_task(dictated.carry()),
        asyncio.create_task(wake.listen(config.data / "poke.sock", config.database_url)),
        asyncio.create_task(snapshots.follow(wake)),
    ]
    try:
        await _until_stopped(tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(knowing, return_exceptions=True)
        boards.close()
        await live.close()


async def _open(
    found: list[Snapshot], boards: Boards, snapshots: Snapshots, tell: Callable[[News], None]
) -> list[Customer]:
    """Bring every customer up. A setup that is newer than the journal's is news."""
    opened = []
    for snapshot in found:
        customer = boards.open(snapshot.customer, snapshot.document, snapshot.version)
        customer.lists = snapshot.lists
        if customer.is_new:
            for event in await snapshots.presence(customer.id):
                boards.feed(customer, event)
        elif customer.board.house.routes.document != snapshot.document:
            news = SetupNews(snapshot.customer, snapshot.version, snapshot.document)
            tell(news)
        opened.append(customer)
        await asyncio.sleep(0)  # the heart beats
    return opened


async def _until_stopped(tasks: list["asyncio.Task[None]"]) -> None:
    """Wait for a signal; a part that ends by itself is a fault, and ends all."""
    stopped = asyncio.Event()
    running = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        running.add_signal_handler(number, stopped.set)
    stopping = asyncio.create_task(stopped.wait())
    done, _ = await asyncio.wait([*tasks, stopping], return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    for task in done:
        if task is not stopping:
            task.result()
