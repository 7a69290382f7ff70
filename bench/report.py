"""How the benchmarks say what they found: quantiles, a table, and the state of the machine."""

import math
import os
import statistics
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path


def machine() -> str:
    """One line: when, on how large a machine, how busy it was meanwhile."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = " ".join(Path("/proc/loadavg").read_text().split()[:3])
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC; {os.cpu_count()} cores, {memory:.0f} GB, shared "
        f"with whatever else runs here; load average {load} (1, 5, 15 minutes)"
    )


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that so large a share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else math.nan


def median(values: Sequence[float]) -> float:
    """The middle one; nan of nothing."""
    return statistics.median(values) if values else math.nan


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """As Markdown, so that it can be read here and pasted into a page; numbers to the right."""
    lines = [[str(one) for one in row] for row in rows]
    widths = [max(2, *map(len, column)) for column in zip(head, *lines, strict=True)]
    first, *others = widths

    def line(cells: Sequence[str]) -> str:
        padded = [cells[0].ljust(first)]
        padded += [cell.rjust(width) for cell, width in zip(cells[1:], others, strict=True)]
        return "| " + " | ".join(padded) + " |"

    rule = "| " + " | ".join(["-" * first, *("-" * (width - 1) + ":" for width in others)]) + " |"
    return "\n".join([line(list(head)), rule, *map(line, lines)])
