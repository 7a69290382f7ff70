"""The engine's configuration: what Asterisk is told before it starts.

The dialplan does five things. It puts who calls, raw, into one channel variable that rides in every
event; it keeps callers with music while the exchange is away (`Stasis()` fails at once then, and is
tried again every second); it lets a caller leave with a tone; it reads out a code to a mobile
that picked up; and it lets one record a sound. All else is decided by the core.
"""

import secrets
from dataclasses import dataclass
from pathlib import Path

from forrang.acd.away import TONE
from forrang.asterisk.engine.modules import MODULES
from forrang.asterisk.engine.music import write_music, write_tone
from forrang.asterisk.engine.program import Engine
from forrang.sounds.coded import put_beside

APP = "forrang"
"""The Stasis application, and the user of the interface."""


SPOKEN = "spoken"
"""The context in which a code is read out: `code`, with CODE (digits) and TONGUE (a language)."""

DICTATION = "dictation"
"""The context in which somebody records a sound, and the folder of it in that of the recordings:
`record`, with TOKEN (names the files) and TONGUE."""


@dataclass(frozen=True, slots=True)
class Place:
    """One instance's engine: its folder and where it listens."""

    folder: Path
    "Everything of it: configuration, sockets, logs."
    sip: str
    "host:port of SIP, UDP and TCP."
    ari: str
    "host:port of its interface; loopback."
    rtp: tuple[int, int]
    "First and last port for sound."
    trunk: str
    "The host of the trunk: calls from there are let in, whatever the port."

    @property
    def main(self) -> Path:
        """The file that the engine is started with."""
        return self.folder / "etc" / "asterisk.conf"

    @property
    def sounds(self) -> Path:
        """What the dialplan plays: `<language>/<name>`."""
        return self.folder / "sounds"

    @property
    def music(self) -> Path:
        """The house's music for those who wait."""
        return self.folder / "music"

    @property
    def recordings(self) -> Path:
        """What the engine records: `<name>.wav`."""
        return self.folder / "spool" / "recording"

    @property
    def tunes(self) -> Path:
        """The classes of music of customers' own: `<sound>.conf`."""
        return self.folder / "tunes"

    @property
    def password_file(self) -> Path:
        """The password of its interface."""
        return self.folder / "password"

    def password(self) -> str:
        """The password; made when there is none."""
        if not self.password_file.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            self.password_file.touch(mode=0o600)
            self.password_file.write_text(secrets.token_urlsafe(24))
        return self.password_file.read_text()


def configure(place: Place, engine: Engine) -> None:
    """Write every file that the engine reads; a running engine keeps what it has read."""
    for name in ("etc", "var/keys", "spool/recording", "run", "log", "music", "sounds", "tunes"):
        (place.folder / name).mkdir(parents=True, exist_ok=True)
    (place.recordings / DICTATION).mkdir(exist_ok=True)
    place.folder.chmod(0o700)  # the engine's own warnings may have numbers in them
    write_music(place.music / "waiting.wav")
    write_tone(place.sounds / f"{TONE}.wav")
    for file in (*place.music.glob("*.wav"), place.sounds / f"{TONE}.wav"):
        put_beside(file)
    for name, text in _files(place, engine).items():
        path = place.folder / "etc" / f"{name}.conf"
        path.touch(mode=0o600)
        path.write_text(text)


def _files(place: Place, engine: Engine) -> dict[str, str]:
    ari_host, _, ari_port = place.ari.rpartition(":")
    return {
        "asterisk": _directories(place.folder, engine),
        "modules": "[modules]\nautoload=no\n" + "".join(f"load={one}.so\n" for one in MODULES),
        "http": f"[general]\nenabled=yes\nbindaddr={ari_host}\nbindport={ari_port}\n",
        "ari": (
            "[general]\nenabled=yes\nwebsocket_write_timeout=5000\nchannelvars=FORRANG\n"
            f"[{APP}]\ntype=user\npassword={place.password()}\npassword_format=plain\n"
        ),
        "rtp": f"[general]\nrtpstart={place.rtp[0]}\nrtpend={place.rtp[1]}\nicesupport=no\n",
        "pjsip": _PJSIP.format(sip=place.sip, trunk=place.trunk, media=_media(place.sip)),
        "extensions": _EXTENSIONS.format(app=APP, caller="&".join(_CALLER))
        + _SPOKEN.format(context=SPOKEN, sounds=place.sounds)
        + _DICTATION.format(
            context=DICTATION, sounds=place.sounds, files=place.recordings / DICTATION, tone=TONE
        ),
        "musiconhold": (
            f'[default]\nmode=files\ndirectory={place.music}\n#tryinclude "{place.tunes}/*.conf"\n'
        ),
        "indications": _INDICATIONS,
        "logger": "[general]\n[logfiles]\nmessages => warning,error\n",
        "manager": "[general]\nenabled=no\n",
        "cdr": "[general]\nenable=no\n",
        "cel": "[general]\nenable=no\n",
        **dict.fromkeys(_EMPTY, ""),
    }


_EMPTY = (
    "acl",
    "ccss",
    "features",
    "pjproject",
    "stasis",
    "udptl",
    "websocket_client",
)
"""Files that Asterisk misses with an error line when they are not there."""


def _directories(folder: Path, engine: Engine) -> str:
    places = {
        "etc": folder / "etc",
        "mod": engine.modules,
        "data": engine.data,
        "varlib": folder / "var",
        "db": folder / "var",
        "key": folder / "var",
        "agi": folder / "var",
        "spool": folder / "spool",
        "run": folder / "run",
        "log": folder / "log",
    }
    lines = "".join(f"ast{name}dir => {path}\n" for name, path in places.items())
    return f"[directories]\n{lines}[options]\nhideconnect=yes\n"


_INDICATIONS = """[general]
country=no
[no]
description=Norway
ringcadence=1000,4000
dial=425
busy=425/500,0/500
ring=425/1000,0/4000
congestion=425/200,0/200
"""

# A trunk is known by its address, never by a name in From, which would let anybody be a device. A
# mobile's 302 leads to a context that does not exist: it ends the offer and makes no new call.
_PJSIP = """[global]
type=global
user_agent=Forrang
endpoint_identifier_order=ip,anonymous
[udp]
type=transport
protocol=udp
bind={sip}
[tcp]
type=transport
protocol=tcp
bind={sip}
[trunk]
type=endpoint
context=inbound
disallow=all
allow=alaw,ulaw
direct_media=no
rtp_symmetric=yes
force_rport=yes
rewrite_contact=yes
dtmf_mode=auto
trust_id_inbound=no
send_pai=no
timers=no
100rel=no
set_var=FORWARD_CONTEXT=refused
{media}[trunk]
type=identify
endpoint=trunk
match={trunk}
"""


def _media(sip: str) -> str:
    """Sound goes out from the address that SIP listens on, where that is one address."""
    host = sip.rpartition(":")[0]
    if host == "0.0.0.0":
        return ""
    return f"media_address={host}\nbind_rtp_to_media_address=yes\n"


_CALLER = (
    "in",
    "${URIENCODE(${CHANNEL(pjsip,request_uri)})}",
    *(
        f"${{URIENCODE(${{PJSIP_HEADER(read,{header})}})}}"
        for header in (
            "From",
            "P-Asserted-Identity",
            "P-Asserted-Identity,2",
            "Privacy",
            "Privacy,2",
            "Diversion",
            "Diversion,2",
            "History-Info",
        )
    ),
    "${CHANNEL(pjsip,remote_addr)}",
)
"""Who calls, as `translate.read_arrival` takes it apart: encoded, so nothing in it can part it."""

# Only printable ASCII in the Call-ID and digits in the number go on: one call whose names JSON
# cannot carry would spoil every later read of the list of channels.
_EXTENSIONS = r"""[inbound]
exten => _+X.,1,Goto(in,${{CUT(EXTEN,\;,1)}},1)
exten => _XX.,1,Goto(in,${{CUT(EXTEN,\;,1)}},1)
[in]
exten => _[+0-9].,1,Set(CID=${{CHANNEL(pjsip,call-id)}})
 same => n,Set(GOOD=${{FILTER(\x21-\x7e,${{CID}})}})
 same => n,GotoIf($[${{LEN(${{GOOD}})}} != ${{LEN(${{CID}})}}]?bad)
 same => n,Set(GOOD=${{FILTER(+0-9,${{EXTEN}})}})
 same => n,GotoIf($[${{LEN(${{GOOD}})}} != ${{LEN(${{EXTEN}})}}]?bad)
 same => n,Set(FORRANG={caller})
 same => n(again),Stasis({app})
 same => n,GotoIf($["${{STASISSTATUS}}"="SUCCESS"]?done)
 same => n,Answer()
 same => n,StartMusicOnHold()
 same => n,Wait(1)
 same => n,Goto(again)
 same => n(done),Hangup()
 same => n(bad),Hangup(1)
[leave]
exten => busy,1,Playtones(busy)
 same => n,Wait(3)
 same => n,Hangup(17)
exten => unanswered,1,Playtones(busy)
 same => n,Wait(3)
 same => n,Hangup(19)
exten => congestion,1,Playtones(congestion)
 same => n,Wait(3)
 same => n,Hangup(1)
"""

# The whole call is here, and none of it in the exchange: one that starts anew does not cut it.
_SPOKEN = r"""[{context}]
exten => code,1,Wait(1)
 same => n,Playback({sounds}/${{TONGUE}}/greeting)
 same => n(all),Set(LEFT=${{CODE}})
 same => n(next),Wait(0.3)
 same => n,Playback({sounds}/${{TONGUE}}/${{LEFT:0:1}})
 same => n,Set(LEFT=${{LEFT:1}})
 same => n,GotoIf($["${{LEFT}}"!=""]?next)
 same => n,Wait(0.7)
 same => n,GotoIf($["${{AGAIN}}"="yes"]?bye)
 same => n,Set(AGAIN=yes)
 same => n,Playback({sounds}/${{TONGUE}}/again)
 same => n,Goto(all)
 same => n(bye),Playback({sounds}/${{TONGUE}}/goodbye)
 same => n,Wait(0.5)
 same => n,Hangup()
"""

# The recording is spoken again and again into one file; the mark that is written when the call is over
# says whether it is kept, so nobody reads a file that is still written to.
_DICTATION = r"""[{context}]
exten => record,1,Set(FILE({files}/${{TOKEN}}.answered)=yes)
 same => n,Wait(1)
 same => n,Set(TAKES=0)
 same => n(take),Set(TAKES=$[${{TAKES}} + 1])
 same => n,Playback({sounds}/${{TONGUE}}/speak-after-the-tone)
 same => n,Playback({sounds}/{tone})
 same => n,Record({files}/${{TOKEN}}.wav,0,180,q)
 same => n,Set(ASKED=1)
 same => n,Read(KEY,{files}/${{TOKEN}}&{sounds}/${{TONGUE}}/keep-or-again,1,,1,6)
 same => n(key),GotoIf($["${{KEY}}" = "1"]?keep)
 same => n,GotoIf($["${{KEY}}" = "2" & ${{TAKES}} < 5]?take)
 same => n,GotoIf($[${{ASKED}} > 2]?bye)
 same => n,Set(ASKED=$[${{ASKED}} + 1])
 same => n,Read(KEY,{sounds}/${{TONGUE}}/keep-or-again,1,,1,6)
 same => n,Goto(key)
 same => n(keep),Set(KEPT=keep)
 same => n,Playback({sounds}/${{TONGUE}}/it-is-kept)
 same => n(bye),Wait(0.5)
 same => n,Hangup()
exten => h,1,Set(FILE({files}/${{TOKEN}}.over)=${{IF($["${{KEPT}}" = "keep"]?keep:drop)}})
"""
