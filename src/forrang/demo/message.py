"""One SIP message as it went over the wire, read from a log that somebody else's SIP stack wrote.

Asterisk (`res_pjsip_logger`) and SIPp (`-trace_msg`) both write each message byte for byte, with its
length in front. That is how a test sees what a peer was really told: every header of an INVITE, the
`Reason` of a CANCEL. The only reading done here is what a person with a pager would do: first line,
headers, body.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

__all__ = ["SipMessage", "read_asterisk_log", "read_sipp_log"]

_COMPACT = {"i": "call-id", "f": "from", "t": "to", "m": "contact", "v": "via", "c": "content-type"}
"RFC 3261 section 7.3.3, the forms that matter here."


@dataclass(frozen=True, slots=True)
class SipMessage:
    """A request or response, with who sent it and when."""

    at: float
    "When it was sent or received, by the clock that the reader asked for."

    sent: bool
    "True if the process that wrote the log sent it; False if it received it."

    raw: bytes
    "Every byte of it."

    @property
    def first_line(self) -> str:
        """Request line or status line."""
        return _text(self.raw.split(b"\r\n", 1)[0])

    @property
    def method(self) -> str:
        """Method of a request; empty for a response."""
        return "" if self.status else self.first_line.split(" ", 1)[0]

    @property
    def status(self) -> int:
        """Status code of a response; 0 for a request."""
        found = re.match(r"SIP/2\.0 (\d{3})", self.first_line)
        return int(found[1]) if found else 0

    @property
    def request_uri(self) -> str:
        """Where a request goes; empty for a response."""
        words = self.first_line.split(" ")
        return words[1] if not self.status and len(words) > 2 else ""

    def headers(self, name: str) -> tuple[str, ...]:
        """The values of all headers of that name, in order; bytes that are no UTF-8 as surrogates."""
        wanted = name.lower()
        return tuple(value for key, value in self._pairs() if _COMPACT.get(key, key) == wanted)

    def header(self, name: str) -> str | None:
        """The value of the first header of that name."""
        return next(iter(self.headers(name)), None)

    @property
    def call_id(self) -> str:
        """What all messages of one call have in common."""
        return self.header("Call-ID") or ""

    @property
    def about(self) -> str:
        """The method that it is or answers, from CSeq: tells a 200 for INVITE from one for BYE."""
        return (self.header("CSeq") or "").rpartition(" ")[2]

    @property
    def body(self) -> bytes:
        """What comes after the headers, mostly SDP."""
        return self.raw.partition(b"\r\n\r\n")[2]

    def _pairs(self) -> Iterator[tuple[str, str]]:
        head = self.raw.partition(b"\r\n\r\n")[0]
        for line in re.sub(rb"\r\n[ \t]+", b" ", head).split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            yield _text(name).strip().lower(), _text(value).strip()


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", errors="surrogateescape")


_ASTERISK = re.compile(
    rb"^\[(?P<at>\d+\.\d+)\] VERBOSE\[[^\n]*?<--- (?P<way>Received|Transmitting) SIP \w+ "
    rb"\((?P<length>\d+) bytes\)[^\n]*--->\n",
    re.MULTILINE,
)
_SIPP = re.compile(
    rb"^-{20,} (?P<at>\d{4}-\d\d-\d\d[ T\t]\d\d:\d\d:\d\d\.\d+)[^\n]*\n"
    rb"\w+ message (?P<way>sent|received)[^\n]*?[\[(](?P<length>\d+)\]? bytes[^\n]*:\n\n",
    re.MULTILINE,
)


def read_asterisk_log(log: bytes, clock: float = 0.0) -> tuple[list[SipMessage], int]:
    """Messages in a log of Asterisk with dateformat `%s.%6q`, and how many bytes were used up.

    `clock` is what to add to a wall-clock time to have it in the clock that is wanted.
    """
    return _read(log, _ASTERISK, b"Transmitting", lambda text: float(text) + clock)


def read_sipp_log(log: bytes, clock: float = 0.0) -> tuple[list[SipMessage], int]:
    """Messages in a message log of a SIPp that ran with `TZ=UTC`, and how many bytes were used up."""
    return _read(log, _SIPP, b"sent", lambda text: _utc(text) + clock)


def _read(
    log: bytes, mark: re.Pattern[bytes], sent: bytes, clock: Callable[[str], float]
) -> tuple[list[SipMessage], int]:
    messages: list[SipMessage] = []
    used = 0
    while found := mark.search(log, used):
        end = found.end() + int(found["length"])
        if end > len(log):
            break  # still being written
        at = clock(found["at"].decode())
        messages.append(SipMessage(at, found["way"] == sent, log[found.end() : end]))
        used = end
    return messages, used


def _utc(text: str) -> float:
    return datetime.fromisoformat(text.replace("\t", " ")).replace(tzinfo=UTC).timestamp()
