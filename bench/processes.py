"""The processes of an instance under test, as the kernel counts them."""

import os
from contextlib import suppress
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def process_of(data: Path, ending: str) -> int:
    """The process of the instance with this data folder in whose command line a word ends so
    (`exchange`, `/asterisk`). Raises `LookupError`.
    """
    wanted = f"FORRANG_DATA={data}".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
            if any(one.endswith(ending) for one in words) and wanted in (
                (folder / "environ").read_bytes().split(b"\0")
            ):
                return int(folder.name)
    raise LookupError(f"no process {ending} of {data}")


def cpu_seconds(pid: int) -> float:
    """What it has used of the processor so far, all threads; counted in ticks of 10 ms."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def resident_bytes(pid: int) -> int:
    """Its resident memory, by `smaps_rollup`: exact, where `status` may lag by some pages."""
    return _field(Path(f"/proc/{pid}/smaps_rollup"), "Rss:") * 1024


def peak_bytes(pid: int) -> int:
    """The most that it ever had."""
    return _field(Path(f"/proc/{pid}/status"), "VmHWM:") * 1024


def bytes_read(pid: int) -> int:
    """What it has read so far from files and sockets, from the page cache too."""
    return _field(Path(f"/proc/{pid}/io"), "rchar:")


def _field(file: Path, name: str) -> int:
    lines = file.read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith(name)))
