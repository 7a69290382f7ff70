"""What an operator can set: environment variables, each with a default that works.

Read once, at the door of a process; a value that cannot be used is told in one line that names its
variable. Several instances with different values run side by side on one machine.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import unquote, urlsplit

MAX_SOCKET_PATH = 100
"""A Unix socket's path has room for little more than a hundred bytes; sockets lie in `data`."""

LONGEST_NAME = len("asterisk/run/asterisk.ctl")


class SettingFault(ValueError):
    """A variable that cannot be used; `str()` names it and the mend."""


@dataclass(frozen=True, slots=True)
class Address:
    """Host and port to listen on or to call."""

    host: str
    "A name or an IPv4 address."
    port: int
    "1 to 65535."

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

    @classmethod
    def parse(cls, name: str, text: str) -> Self:
        """From `host:port`. Raises `SettingFault`; `name` is the variable's."""
        host, colon, port = text.strip().rpartition(":")
        if not colon or not host or not port.isdecimal() or not 1 <= int(port) <= 65535:
            raise SettingFault(f"{name}: host:port is expected, like 127.0.0.1:5060, not {text!r}")
        return cls(host, int(port))


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """Where browsers find the pages, when something that speaks TLS stands in front of them."""

    host: str
    "A name, in lower case, or an IPv4 address."
    port: int
    "1 to 65535."

    def __str__(self) -> str:
        return f"https://{self.host}" + ("" if self.port == 443 else f":{self.port}")

    @classmethod
    def parse(cls, name: str, text: str) -> Self:
        """From `https://host` or `https://host:port`. Raises `SettingFault`; `name` is the
        variable's.
        """
        found = re.fullmatch(
            r"https://([a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:(\d{1,5}))?/?", text.lower()
        )
        port = int(found[4] or 443) if found else 0
        if found is None or not 1 <= port <= 65535:
            raise SettingFault(
                f"{name}: https:// and a host are expected, like https://forrang.example.com, "
                f"not {text!r}"
            )
        return cls(found[1], port)


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where notices go by mail."""

    host: str
    "A name or an IPv4 address."
    port: int
    "1 to 65535."
    user: str
    "Empty when the server asks for none."
    password: str = field(repr=False)
    "The user's."
    tls: bool
    "Whether the line is TLS from its first byte; else as soon as the server offers it."
    sender: str
    "FORRANG_MAIL_FROM: whom mail is from."

    @property
    def is_here(self) -> bool:
        """Whether it is on this machine."""
        return self.host in LOOPBACK

    @classmethod
    def parse(cls, text: str, sender: str) -> Self | None:
        """From `smtp://user:password@host:port`, or `smtps://`; None from nothing. Raises
        `SettingFault`.
        """
        if not text:
            return None
        try:
            url = urlsplit(text)
            port = url.port or (465 if url.scheme == "smtps" else 25)
        except ValueError:
            url, port = urlsplit(""), 0
        if url.scheme not in ("smtp", "smtps") or not url.hostname or url.path.strip("/"):
            raise SettingFault(  # what was given may have a password in it
                "FORRANG_SMTP: smtp://host:port or smtps://host:port is expected, with "
                "user:password@ before the host where the server asks for them"
            )
        if not re.fullmatch(r"([^<>]*<)?[^@\s<>]+@[^@\s<>]+>?", sender):
            raise SettingFault(
                "FORRANG_MAIL_FROM: an address is expected beside FORRANG_SMTP, "
                "like forrang@example.com"
            )
        user, password = unquote(url.username or ""), unquote(url.password or "")
        return cls(url.hostname, port, user, password, url.scheme == "smtps", sender)


LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Settings:
    """One instance's settings."""

    data: Path
    "FORRANG_DATA: everything that the instance keeps."
    engine: Path
    "FORRANG_ENGINE: where the private engine is unpacked; instances may share it."
    http: str
    "FORRANG_HTTP: host:port of the pages."
    public: PublicAddress | None
    "FORRANG_PUBLIC: https://host[:port] that browsers use, behind a proxy with TLS; None without."
    sip: Address
    "FORRANG_SIP: host and port of the telephone side."
    rtp: tuple[int, int]
    "FORRANG_RTP: first and last port for sound."
    ari: Address
    "FORRANG_ARI: host and port of the engine's own interface; loopback."
    trunk: Address
    "FORRANG_TRUNK: the trunk of both directions."
    trunk_numbers: str
    "FORRANG_TRUNK_NUMBERS: how the trunk writes numbers; mixed, or bare: country code, no +."
    database_url: str
    "DATABASE_URL: sqlite:///path or postgresql://…"
    demo: bool
    "FORRANG_DEMO: whether the demo customers are loaded at the first start."
    telephones: bool
    """FORRANG_TELEPHONES: whether the demo has simulated telephones, which take the trunk's address
    when somebody first uses them."""
    mail: MailServer | None
    "FORRANG_SMTP, FORRANG_MAIL_FROM: the mail server; None: notices stand in the pages alone."
    debian_mirror: str | None
    "FORRANG_DEBIAN_MIRROR: where Debian's packages come from, for the private engine."

    @property
    def simulates_telephones(self) -> bool:
        """Whether there are simulated telephones: in the demo alone, and on loopback alone."""
        return self.demo and self.telephones and self.trunk.host in LOOPBACK

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """From variables; empty ones count as not set. Raises `SettingFault`."""

        def get(name: str, default: str) -> str:
            return environment.get(name, "").strip() or default

        data = Path(get("FORRANG_DATA", "var")).absolute()
        longest = len(os.fsencode(data)) + 1 + LONGEST_NAME
        if longest > MAX_SOCKET_PATH:
            raise SettingFault(
                f"FORRANG_DATA: {data} is too long for the sockets in it; "
                f"at most {MAX_SOCKET_PATH - 1 - LONGEST_NAME} bytes"
            )
        public = get("FORRANG_PUBLIC", "")
        ari = Address.parse("FORRANG_ARI", get("FORRANG_ARI", "127.0.0.1:8088"))
        if ari.host not in LOOPBACK:
            raise SettingFault("FORRANG_ARI: the engine's own interface listens on loopback only")
        return cls(
            data=data,
            engine=Path(get("FORRANG_ENGINE", "var/engine")).absolute(),
            http=str(Address.parse("FORRANG_HTTP", get("FORRANG_HTTP", "127.0.0.1:8000"))),
            public=PublicAddress.parse("FORRANG_PUBLIC", public) if public else None,
            sip=Address.parse("FORRANG_SIP", get("FORRANG_SIP", "127.0.0.1:5060")),
            rtp=_ports("FORRANG_RTP", get("FORRANG_RTP", "20000-29999")),
            ari=ari,
            trunk=Address.parse("FORRANG_TRUNK", get("FORRANG_TRUNK", "127.0.0.1:5070")),
            trunk_numbers=_one_of(
                "FORRANG_TRUNK_NUMBERS", get("FORRANG_TRUNK_NUMBERS", "mixed"), ("mixed", "bare")
            ),
            database_url=get("DATABASE_URL", f"sqlite:///{data / 'forrang.sqlite3'}"),
            demo=_switch("FORRANG_DEMO", get("FORRANG_DEMO", "0")),
            telephones=_switch("FORRANG_TELEPHONES", get("FORRANG_TELEPHONES", "1")),
            mail=MailServer.parse(get("FORRANG_SMTP", ""), get("FORRANG_MAIL_FROM", "")),
            debian_mirror=get("FORRANG_DEBIAN_MIRROR", "") or None,
        )


def _ports(name: str, text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d+)-(\d+)", text.replace(" ", ""))
    if found is not None:
        first, last = int(found[1]), int(found[2])
        if 1024 <= first < last <= 65535 and last - first >= 3:
            return first, last
    raise SettingFault(f"{name}: first-last is expected, like 20000-29999, not {text!r}")


def _one_of(name: str, text: str, known: tuple[str, ...]) -> str:
    if text not in known:
        raise SettingFault(f"{name}: one of {', '.join(known)} is expected, not {text!r}")
    return text


def _switch(name: str, text: str) -> bool:
    if text not in ("0", "1"):
        raise SettingFault(f"{name}: 0 or 1 is expected, not {text!r}")
    return text == "1"
