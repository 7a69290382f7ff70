"""What `who-answers` tells: the offers that programs rely on, and every reason in words."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from acd.talk import (
    AISHA,
    KARI,
    LISTE,
    MAIN,
    OLA,
    PER,
    RESEPSJON,
    STOR_KUNDE,
    TOR,
    Talk,
    group,
    nordlys,
    number,
    vip,
)
from forrang.acd.events import Miss, WhyClass, Wish
from forrang.acd.records import Doing, Outcome, WhyOverflow
from forrang.cli.main import main
from forrang.cli.words import CLASS, DOING, OPENED, OUTCOME, told
from forrang.domain.phone_number import PhoneNumber
from forrang.exchange.explained import plain_explanation
from forrang.storage.demo import DOCUMENTS


def _talk(list_of: tuple[PhoneNumber, ...] = (KARI,), **more: Any) -> Talk:
    """Ola and Aisha answer ordinary calls in order, Kari those of VIPs."""
    queue = more.pop("queue", {})
    numbers = [number(vip=vip(*list_of, overflow_after=30), **queue)]
    groups = [group(OLA, AISHA, ring_seconds=20, rest_seconds=15)]
    return Talk(nordlys(groups, numbers, **more))


def _found(talk: Talk, caller: PhoneNumber | None = PER) -> dict[str, Any]:
    return plain_explanation(talk.asks(caller), caller)


def _offers(talk: Talk, caller: PhoneNumber | None = PER) -> list[tuple[float, list[PhoneNumber]]]:
    return [(one["after"], one["to"]) for one in _found(talk, caller)["offers"]]


def _steps(talk: Talk, caller: PhoneNumber | None = PER) -> dict[str, dict[str, Any]]:
    """The steps by name; of those asked the last."""
    return {step["step"]: step for step in _found(talk, caller)["steps"]}


def _doing(step: dict[str, Any], who: str = "asked") -> dict[PhoneNumber, str]:
    return {one["mobile"]: one["condition"]["doing"] for one in step[who]}


def _words(talk: Talk, caller: PhoneNumber | None = PER) -> list[str]:
    return told(_found(talk, caller), MAIN).splitlines()


def test_who_is_free_is_asked_in_order_and_a_vip_overflows() -> None:
    talk = _talk()
    assert _offers(talk) == [(0, [OLA, AISHA])]
    assert _offers(talk, STOR_KUNDE) == [(0, [KARI]), (30, [KARI, OLA, AISHA])]
    assert type(_offers(talk, STOR_KUNDE)[1][0]) is int
    assert _words(talk, STOR_KUNDE) == [
        "+47 411 11 111 calls +47 22 33 44 55: VIP, who is on the VIP list.",
        "Nobody stands before.",
        "After 0 s may be asked, in this order:",
        "  +47 900 00 001  free",
        "After 30 s (nobody of the list has answered) may be asked, in this order:",
        "  +47 900 00 001  free",
        "  +47 900 00 002  free",
        "  +47 900 00 003  free",
        "After 600 s the wait is over: a tone, and the call ends.",
    ]


def test_who_rings_talks_or_rests_stays_with_the_reason() -> None:
    talk = _talk().call(0, "c1", TOR)
    assert _offers(talk) == [(0, [OLA, AISHA])]
    assert _doing(_steps(talk)["asked"]) == {OLA: "ringing", AISHA: "free"}
    assert "  +47 900 00 002  their telephone rings" in _words(talk)
    talk.answers(1, OLA)
    assert _offers(talk) == [(0, [OLA, AISHA])]
    assert _doing(_steps(talk)["asked"])[OLA] == "in-talk"
    talk.call(2, "c2", TOR).misses(3, AISHA, Miss.REFUSED)
    assert _offers(talk) == [(0, [OLA, AISHA])]
    (_, resting) = _steps(talk)["asked"]["asked"]
    assert resting["condition"] == {"doing": "resting", "until": 18.0}
    assert any("resting until " in line for line in _words(talk))


def test_busy_right_after_a_talk_is_a_reason_and_calling_in_is_another() -> None:
    talk = _talk().call(0, "c1", TOR).answers(1, OLA).call(2, "c2", PER).answers(3, AISHA)
    talk.call(4, "c3", TOR).hangs_up(5, OLA).misses(5.5, OLA, Miss.BUSY)
    assert _doing(_steps(talk)["asked"]) == {OLA: "not-ready", AISHA: "in-talk"}
    talk = _talk().call(0, "c1", OLA, asserted=True)
    assert _doing(_steps(talk)["asked"])[OLA] == "calling-in"
    assert "  +47 900 00 002  calls us" in _words(talk)


def test_who_is_logged_out_or_pauses_is_left_out_with_the_reason() -> None:
    talk = _talk().logs(1, Wish.OUT, OLA).logs(2, Wish.PAUSE, AISHA, until=100.0)
    assert _offers(talk) == []
    step = _steps(talk)["asked"]
    assert _doing(step, "left_out") == {OLA: "logged-out", AISHA: "paused"}
    assert step["left_out"][1]["condition"]["until"] == 100.0
    words = _words(talk)
    assert "  nobody" in words
    assert "  not +47 900 00 002: logged out" in words
    assert any(line.startswith("  not +47 900 00 003: paused until ") for line in words)


def test_a_place_of_ones_own_counts_and_not_another() -> None:
    talk = _talk(list_of=(OLA,)).logs(1, Wish.OUT, OLA, place=RESEPSJON)
    assert _offers(talk) == [(0, [AISHA])]
    assert _offers(talk, STOR_KUNDE) == [(0, [OLA]), (30, [OLA, AISHA])]
    talk.logs(2, Wish.IN, OLA).logs(3, Wish.PAUSE, OLA, place=LISTE)
    assert _offers(talk) == [(0, [OLA, AISHA])]
    assert _offers(talk, STOR_KUNDE) == [(0, [OLA, AISHA])]  # by the group, as its own overflow
    assert _steps(talk, STOR_KUNDE)["asked"]["why"] == "nobody-logged-in"
    assert any("(nobody of the list is logged in)" in one for one in _words(talk, STOR_KUNDE))


def test_the_callers_own_telephone_is_left_out() -> None:
    talk = _talk()
    assert _offers(talk, OLA) == [(0, [AISHA])]
    assert "  not +47 900 00 002: the caller's own" in _words(talk, OLA)


def test_an_empty_answer_says_why() -> None:
    talk = _talk(queue={"nobody_logged_in": "leave"})
    talk.logs(1, Wish.OUT, OLA).logs(1, Wish.OUT, AISHA)
    assert _found(talk)["offers"] == []
    assert _steps(talk)["refused"]["outcome"] == "nobody-logged-in"
    assert _words(talk)[-1] == "The call is turned away: nobody is logged in."
    full = _talk(queue={"max_waiting": 1}).logs(1, Wish.PAUSE, OLA).logs(1, Wish.PAUSE, AISHA)
    full.call(2, "c1", TOR)
    assert _found(full)["offers"] == []
    assert _words(full)[-1] == "The call is refused as busy: the line is full."
    assert _offers(full, STOR_KUNDE)[0] == (0, [KARI])


def test_a_kept_place_and_who_stands_before_are_told() -> None:
    talk = _talk().logs(0, Wish.PAUSE, OLA).logs(0, Wish.PAUSE, AISHA)
    talk.call(1, "c1", PER).call(2, "c2", TOR).hangs_up(3, "c1").at(4)
    assert _steps(talk)["place-kept"]["from"] == 1.0
    assert _steps(talk)["line"]["ahead"] == 0
    assert _steps(talk, None)["line"]["ahead"] == 1
    assert any("Has the old place again, from " in line for line in _words(talk))
    assert "1 stands before." in _words(talk, None)
    assert _steps(talk, STOR_KUNDE)["line"]["ahead"] == 0


@pytest.mark.parametrize(
    ("enum", "words", "more"),
    [
        (WhyClass, CLASS, set()),
        (Doing, DOING, set()),
        (Outcome, OUTCOME, {"unknown-number"}),
        (WhyOverflow, OPENED, set()),
    ],
)
def test_every_reason_has_words(enum: Any, words: dict[str, str], more: set[str]) -> None:
    assert words.keys() == {str(one) for one in enum} | more
    assert all(text and text[0].islower() and text[-1] != "." for text in words.values())


def test_every_class_is_a_sentence() -> None:
    for why in WhyClass:
        step = {"step": "class", "caller": None, "class": "ordinary", "why": str(why)}
        (line,) = told({"steps": [step]}, MAIN).splitlines()
        assert line.startswith("The caller calls +47 22 33 44 55: ordinary caller, who ")
        assert str(why) == "expired" or str(why) not in line


# The command, without a running instance


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo customers in a database."""
    folder = tmp_path_factory.mktemp("who-answers")
    status, _, error = _forrang(folder, "load", *DOCUMENTS)
    assert (status, error) == (0, "")
    return folder


def _forrang(folder: Path, *words: object) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "forrang.cli.main", *map(str, words)],
        env={**os.environ, "FORRANG_DATA": str(folder / "data"), "DATABASE_URL": ""},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


def test_it_answers_from_the_database(folder: Path) -> None:
    asked = [
        ("411 11 111", "22334455", "--json"),
        ("withheld", "+4722334455", "--json"),
        ("0047 22 99 00 50", "004722334455", "--json"),
        ("92222222", "22334455", "--at", "2031-01-01T00:00", "--json"),
        ("92222222", "22334455", "--at", "2030-12-31T23:59", "--json"),
        ("41111111", "22334455"),
        ("41111111", "99999999"),
    ]
    with ThreadPoolExecutor(3) as threads:
        done = list(threads.map(lambda words: _forrang(folder, "who-answers", *words), asked))
    assert done.pop() == (2, "", "MAIN_NUMBER: nobody has the number +4799999999\n")
    assert [(status, error) for status, _, error in done] == [(0, "")] * len(done)
    found = [json.loads(out) for _, out, _ in done[:-1]]
    kari, both = ["+4790000001"], ["+4790000002", "+4790000003"]
    vip_offers = [{"after": 0, "to": kari}, {"after": 30, "to": kari + both}]
    ordinary = [{"after": 0, "to": both}]
    assert [one["offers"] for one in found] == [
        vip_offers, ordinary, vip_offers, ordinary, vip_offers,
    ]  # fmt: skip
    assert [one["steps"][0]["why"] for one in found] == [
        "on-list", "withheld", "on-list", "expired", "on-list",
    ]  # fmt: skip
    assert done[-1][1].startswith("+47 411 11 111 calls +47 22 33 44 55: VIP, who is on")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["41111111", "x"], "MAIN_NUMBER: a telephone number has digits only"),
        (["x", "22334455"], "CALLER: a telephone number has digits only; or `withheld`"),
        (["41111111", "22334455", "--at", "Monday"], "--at: a time is written like 2026-12-24T"),
        (["41111111", "22334455", "--at", "0001-01-01"], "--at: the year is from 2000 to 2999"),
        (["41111111", "22334455", "--keys", "2x"], "--keys: 0 to 9, * and # are expected"),
    ],
)
def test_a_question_that_cannot_be_read(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["who-answers", *words]) == 2
    out, error = capsys.readouterr()
    assert out == ""
    assert error.startswith(told)
    assert error.count("\n") == 1
