"""The engine's files: there when a setup names them, whole or not at all, and gone after a day."""

import os
import stat
import time
from pathlib import Path

import numpy as np
import pytest

from forrang.sounds.files import KEPT_SECONDS, SoundFiles
from forrang.sounds.sound import Sound

SOUND = Sound((np.arange(16_000) * 9_001).astype("<i2").tobytes())
OTHER = Sound(bytes(32_000))


class Rows(dict[str, bytes]):
    """The database: what it has, and how often it was asked."""

    asked = 0

    def __call__(self, id: str) -> bytes | None:
        self.asked += 1
        return self.get(id)


@pytest.fixture
def rows() -> Rows:
    """The database has both sounds."""
    return Rows({one.id: one.samples for one in (SOUND, OTHER)})


@pytest.fixture
def files(tmp_path: Path, rows: Rows) -> SoundFiles:
    """No files yet."""
    return SoundFiles(tmp_path / "sounds", rows)


def test_both_files_are_made_for_everybody_to_read(files: SoundFiles) -> None:
    before = os.umask(0o077)
    try:
        assert files.ensure([SOUND.id, SOUND.id]) == frozenset()
    finally:
        os.umask(before)
    path = files.path(SOUND.id)
    assert path.with_suffix(".alaw").read_bytes() == SOUND.alaw()
    assert path.with_suffix(".ulaw").read_bytes() == SOUND.ulaw()
    assert sorted(one.suffix for one in path.parent.iterdir()) == [".alaw", ".ulaw"]
    for one in path.parent.iterdir():
        assert stat.S_IMODE(one.stat().st_mode) == 0o644
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o711


def test_what_is_there_is_not_asked_for_again(files: SoundFiles, rows: Rows) -> None:
    files.ensure([SOUND.id])
    files.ensure([SOUND.id])
    assert rows.asked == 1


@pytest.mark.parametrize("end", [".alaw", ".ulaw"])
def test_what_is_missing_or_cut_is_made_anew(files: SoundFiles, end: str) -> None:
    files.ensure([SOUND.id])
    file = files.path(SOUND.id).with_suffix(end)
    whole = file.read_bytes()
    file.unlink()
    files.ensure([SOUND.id])
    assert file.read_bytes() == whole
    file.write_bytes(whole[:100])
    files.ensure([SOUND.id])
    assert file.read_bytes() == whole


def test_a_sound_that_nobody_has_is_told(files: SoundFiles, rows: Rows) -> None:
    del rows[SOUND.id]
    assert files.ensure([SOUND.id, OTHER.id]) == {SOUND.id}
    assert files.path(OTHER.id).with_suffix(".ulaw").exists()
    assert not files.path(SOUND.id).with_suffix(".ulaw").exists()


@pytest.mark.parametrize("id", ["", "../" * 21 + "x", "A" * 64, "a" * 63, "a" * 64 + "\n"])
def test_only_an_id_is_a_path(files: SoundFiles, id: str) -> None:
    with pytest.raises(ValueError, match="64 hexadecimal"):
        files.ensure([id])


def test_files_that_are_not_used_go_after_a_day(files: SoundFiles) -> None:
    assert files.sweep([]) == 0
    files.ensure([SOUND.id, OTHER.id])
    draft = files.path(OTHER.id).with_suffix(".ulaw.1-1.draft")
    draft.touch()
    now = time.time()
    assert files.sweep([], now + KEPT_SECONDS - 60) == 0
    assert files.sweep([SOUND.id], now + KEPT_SECONDS + 60) == 3
    left = {one.name for one in draft.parent.iterdir()}
    assert left == {f"{SOUND.id}.alaw", f"{SOUND.id}.ulaw"}


def test_asking_for_a_file_keeps_it_another_day(files: SoundFiles) -> None:
    files.ensure([SOUND.id])
    old = time.time() - 2 * KEPT_SECONDS
    for one in files.path(SOUND.id).parent.iterdir():
        os.utime(one, (old, old))
    files.ensure([SOUND.id])
    assert files.sweep([]) == 0


def test_an_id_is_the_hash_of_the_samples() -> None:
    assert SOUND.id == Sound(SOUND.samples).id != OTHER.id
    assert len(SOUND.id) == 64
    assert SOUND.seconds == 2
