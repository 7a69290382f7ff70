"""The telephone network as files: an Asterisk that knows one neighbour and no dialplan of its own.

Everything that a call meets is decided in Python; the dialplan only notes who calls (before `Stasis()`,
so it rides in every event) and gives the one thing that ARI lacks, a refusal with any SIP status.

All SIP messages go to a log file, byte for byte, with the time in microseconds: the only way to see a
header of a CANCEL, and the most exact clock that there is.
"""

from dataclasses import dataclass
from pathlib import Path

from forrang.demo.sound import TONES, write_tone

__all__ = ["APP", "Files", "tone_class"]

APP = "network"
"Name of the ARI application and of its user."

LEG = "LEG"
"""Channel variable: raw From, Call-ID and `CODE_HEADER` of an offer, URI-encoded, with `&` between."""

CODE_HEADER = "X-Forrang-Code"
"Digits that the demo's exchange reads out in this call, so that its page can show them."

MODULES = """
    res_sorcery_config res_sorcery_memory res_sorcery_astdb res_http_websocket
    res_websocket_client res_timing_timerfd res_crypto res_pjproject res_pjsip res_pjsip_pubsub
    res_pjsip_session res_pjsip_sdp_rtp res_rtp_asterisk chan_pjsip res_pjsip_caller_id
    res_pjsip_endpoint_identifier_ip res_pjsip_header_funcs res_pjsip_dtmf_info res_pjsip_rfc3326
    res_pjsip_dlg_options res_pjsip_nat res_pjsip_logger res_stasis res_stasis_answer
    res_stasis_playback res_stasis_recording res_stasis_snoop app_stasis res_ari res_ari_model
    res_ari_applications res_ari_asterisk res_ari_bridges res_ari_channels res_ari_events
    res_ari_playbacks res_ari_recordings bridge_simple bridge_softmix bridge_holding
    bridge_builtin_features res_musiconhold format_wav format_sln codec_alaw codec_ulaw
    codec_resample pbx_config func_callerid func_channel func_uri func_strings
""".split()  # noqa: SIM905
"All that is loaded; a fuller list would cost time at every start."

EMPTY = "acl udptl features ccss websocket_client pjproject stasis".split()  # noqa: SIM905
"Files that Asterisk misses with an error line when they are not there."


@dataclass(frozen=True, slots=True)
class Files:
    """Where the files of one network are, and what it listens on."""

    folder: Path
    "All of it: configuration, logs, recordings."

    trunk: str
    "host:port of its SIP: where the exchange under test sends calls for the outside world."

    exchange: str
    "host:port of the SIP of the exchange under test: the only peer that is known."

    ari: str
    "host:port of its ARI."

    rtp: str
    "Ports for sound, `first-last`; a call takes two, an even one and the next."

    password: str
    "Of the ARI user."

    @property
    def main(self) -> Path:
        """The file that Asterisk is started with."""
        return self.folder / "etc" / "asterisk.conf"

    @property
    def wire(self) -> Path:
        """The log of all SIP messages."""
        return self.folder / "log" / "wire"

    @property
    def errors(self) -> Path:
        """The log of warnings and errors."""
        return self.folder / "log" / "errors"

    def recording(self, name: str) -> Path:
        """The file of a recording: raw samples, 16 bits, 8 kHz."""
        return self.folder / "spool" / "recording" / f"{name}.sln"

    def write(self, modules: Path, data: Path) -> None:
        """Write them all; `modules` and `data` are the engine's own folders."""
        for name in ("etc", "var/keys", "spool/recording", "run", "log", "tones"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        self.wire.unlink(missing_ok=True)
        self._file("asterisk", self._directories(modules, data))
        loads = "".join(f"load = {name}.so\n" for name in MODULES)
        self._file("modules", f"[modules]\nautoload = no\n{loads}")
        for name in EMPTY:
            self._file(name, "")
        self._file("indications", "[general]\ncountry = none\n[none]\ndescription = none\n")
        self._file("manager", "[general]\nenabled = no\n")
        self._file("cdr", "[general]\nenable = no\n")
        self._file("cel", "[general]\nenable = no\n")
        self._file("logger", _LOGGER)
        self._file("http", _HTTP.format(*self.ari.rsplit(":", 1)))
        self._file("ari", _ARI.format(leg=LEG, user=APP, password=self.password))
        self._file("rtp", "[general]\nrtpstart = {}\nrtpend = {}\n".format(*self.rtp.split("-")))
        host, peer = (address.rpartition(":")[0] for address in (self.trunk, self.exchange))
        self._file("pjsip", _PJSIP.format(trunk=self.trunk, host=host, peer=peer))
        self._file("extensions", _EXTENSIONS.format(leg=LEG, app=APP, code=CODE_HEADER))
        self._file("musiconhold", "".join(self._tone(frequency) for frequency in TONES))

    def _file(self, name: str, text: str) -> None:
        (self.folder / "etc" / f"{name}.conf").write_text(text)

    def _directories(self, modules: Path, data: Path) -> str:
        places = {
            "etc": self.folder / "etc", "mod": modules, "data": data, "varlib": self.folder / "var",
            "db": self.folder / "var", "key": self.folder / "var", "agi": self.folder / "var",
            "spool": self.folder / "spool", "run": self.folder / "run", "log": self.folder / "log",
        }  # fmt: skip
        lines = "".join(f"ast{name}dir => {place}\n" for name, place in places.items())
        return f"[directories]\n{lines}[options]\n"

    def _tone(self, frequency: int) -> str:
        # Music on hold of one tone: it loops by itself and, unlike a playback, blocks no request.
        folder = self.folder / "tones" / str(frequency)
        folder.mkdir(exist_ok=True)
        write_tone(folder / "tone.wav", frequency)
        return f"[{tone_class(frequency)}]\nmode = files\ndirectory = {folder}\n"


def tone_class(frequency: int) -> str:
    """The music class that is one tone. Raises `ValueError` for a frequency that is not in `TONES`."""
    if frequency not in TONES:
        raise ValueError(f"{frequency} Hz is none of our tones: {TONES}")
    return f"tone-{frequency}"


_LOGGER = """[general]
dateformat = %s.%6q
[logfiles]
errors => warning,error
wire => verbose
"""

_HTTP = """[general]
enabled = yes
bindaddr = {0}
bindport = {1}
"""

_ARI = """[general]
enabled = yes
websocket_write_timeout = 5000
channelvars = {leg}
[{user}]
type = user
password = {password}
password_format = plain
"""

# One codec: with two, a call may keep the one that was not chosen as its read format, and its ear
# hears nothing. `debug` is the log of all messages. The trunk is known by address, never by a name
# in From.
_PJSIP = """[global]
type = global
endpoint_identifier_order = ip
user_agent = Telephone network
debug = yes
[udp]
type = transport
protocol = udp
bind = {trunk}
[exchange]
type = endpoint
context = inbound
disallow = all
allow = alaw
direct_media = no
media_address = {host}
bind_rtp_to_media_address = yes
rtp_symmetric = yes
force_rport = yes
dtmf_mode = rfc4733
trust_id_inbound = no
timers = no
100rel = no
set_var = FORWARD_CONTEXT=none
[exchange]
type = identify
endpoint = exchange
match = {peer}
"""

_EXTENSIONS = """[inbound]
exten => _+X.,1,Goto(offer,${{EXTEN}},1)
exten => _XX.,1,Goto(offer,${{EXTEN}},1)
[offer]
exten => _[+0-9].,1,Set(FROM=${{URIENCODE(${{PJSIP_HEADER(read,From)}})}})
 same => n,Set(CODE=${{URIENCODE(${{PJSIP_HEADER(read,{code})}})}})
 same => n,Set({leg}=${{FROM}}&${{URIENCODE(${{CHANNEL(pjsip,call-id)}})}}&${{CODE}})
 same => n,Stasis({app},offer)
 same => n,Hangup()
[refuse]
exten => _XXX,1,PJSIPHangup(${{EXTEN}})
"""
