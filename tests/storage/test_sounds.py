"""Sounds as rows: one per customer and content, within the customer's room, kept while a setup says
them.
"""

import hashlib

import pytest

from forrang.storage import models, sounds
from forrang.storage.acts import newest_acts
from forrang.storage.history import EventKind, Wanted, history_page
from forrang.storage.publish import publish
from forrang.storage.sounds import (
    MOST_BYTES,
    NoSuchSound,
    SoundsFull,
    SoundUsed,
    StoredSound,
    add_sound,
    remove_sound,
    rename_sound,
    samples_by_id,
    samples_of,
    sound_of,
    sounds_of,
    unknown_sounds,
    used_bytes,
)

from .documents import a_customer

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("database")]

SAMPLES = bytes(range(200)) * 160
ID = hashlib.sha256(SAMPLES).hexdigest()
OTHER = hashlib.sha256(b"other").hexdigest()


def _customer(name: str = "Nordlys", number: str = "22 33 44 55") -> int:
    return publish(a_customer(name, number), "provider").customer


def _add(customer: int, name: str = "Velkommen", id: str = ID) -> tuple[StoredSound, bool]:
    return add_sound(customer, id, SAMPLES, 2.0, name, "Kari Nordmann")


def _in_force_says(customer: int, id: str) -> None:
    """A setup version whose document names a sound, in a place that is nobody's yet."""
    row = models.Customer.objects.get(pk=customer)
    kept = models.SetupVersion.objects.get(customer=row, number=row.version)
    row.version += 1
    row.save()
    document = {**kept.document, "main_numbers": [{"greetings": [{"sound": id}]}]}
    models.SetupVersion.objects.create(customer=row, number=row.version, document=document, by="")


def test_a_sound_is_kept_as_it_is() -> None:
    customer = _customer()
    made, new = _add(customer)
    assert new
    assert sounds_of(customer) == [made] == [sound_of(customer, ID)]
    assert (made.id, made.name, made.seconds, made.bytes) == (ID, "Velkommen", 2.0, len(SAMPLES))
    assert samples_of(customer, ID) == samples_by_id(ID) == SAMPLES


def test_the_same_sound_is_one_row_and_keeps_its_name() -> None:
    customer = _customer()
    first, _ = _add(customer)
    again, new = _add(customer, "Velkommen (2)")
    assert not new
    assert again == first
    assert used_bytes(customer) == len(SAMPLES)


def test_a_name_can_be_changed_and_is_cut_where_it_is_too_long() -> None:
    customer = _customer()
    _add(customer)
    rename_sound(customer, ID, "x" * 300, "Ola Hansen")
    assert sound_of(customer, ID).name == "x" * 200
    assert _add(customer, "y" * 300, OTHER)[0].name == sound_of(customer, OTHER).name == "y" * 200


def test_what_is_done_to_sounds_is_told_to_the_customer_alone() -> None:
    customer = _customer()
    _add(customer)
    _add(customer, "Velkommen (2)")  # is there already
    rename_sound(customer, ID, "Hilsen", "Ola Hansen")
    rename_sound(customer, ID, "Hilsen", "Ola Hansen")
    remove_sound(customer, ID, "Per Fjord")
    events, _more = history_page(customer, Wanted(), 1)
    assert [(one.by, one.what, one.note, one.how) for one in events[:3]] == [
        ("Per Fjord", "sound-removed", "Hilsen", ""),
        ("Ola Hansen", "sound-renamed", "Velkommen", "Hilsen"),
        ("Kari Nordmann", "sound-added", "Velkommen", ""),
    ]
    assert len([one for one in events if one.kind is EventKind.ACT and "sound" in one.what]) == 3
    assert not [one for one in newest_acts() if "sound" in one.kind]


def test_there_is_room_up_to_the_last_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    customer, other = _customer(), _customer("Fjord", "22 33 44 66")
    monkeypatch.setattr(sounds, "MOST_BYTES", 2 * len(SAMPLES))
    _add(customer)
    _add(customer, id=OTHER)
    with pytest.raises(SoundsFull) as full:
        _add(customer, id="2" * 64)
    assert (full.value.used, full.value.wanted) == (2 * len(SAMPLES), len(SAMPLES))
    assert full.value.limit == sounds.MOST_BYTES
    assert len(sounds_of(customer)) == 2
    _add(customer)  # what is there takes no more room
    _add(other)
    assert MOST_BYTES == 200_000_000


def test_another_customers_sound_is_none() -> None:
    customer, other = _customer(), _customer("Fjord", "22 33 44 66")
    _add(customer)
    for ask in (sound_of, samples_of):
        with pytest.raises(NoSuchSound):
            ask(other, ID)
    with pytest.raises(NoSuchSound):
        remove_sound(other, ID, "Per")
    with pytest.raises(NoSuchSound):
        rename_sound(other, ID, "Mine", "Per")
    assert sounds_of(other) == []
    assert unknown_sounds(other, [ID]) == {ID}
    assert unknown_sounds(customer, [ID, OTHER]) == {OTHER}


def test_two_customers_have_the_same_sound_and_remove_their_own() -> None:
    customer, other = _customer(), _customer("Fjord", "22 33 44 66")
    _add(customer)
    assert _add(other)[1]
    remove_sound(customer, ID, "Kari Nordmann")
    assert sounds_of(customer) == []
    assert samples_by_id(ID) == samples_of(other, ID) == SAMPLES
    remove_sound(other, ID, "Per")
    assert samples_by_id(ID) is None


def test_a_sound_that_the_setup_in_force_says_is_kept() -> None:
    customer = _customer()
    _add(customer)
    _in_force_says(customer, ID)
    with pytest.raises(SoundUsed) as used:
        remove_sound(customer, ID, "Kari Nordmann")
    assert used.value.places == (("main_numbers", 0, "greetings", 0, "sound"),)
    assert samples_of(customer, ID) == SAMPLES


def test_a_sound_that_only_an_older_version_says_can_go() -> None:
    customer = _customer()
    _add(customer)
    _in_force_says(customer, ID)
    _in_force_says(customer, OTHER)
    remove_sound(customer, ID, "Kari Nordmann")
    assert sounds_of(customer) == []


def test_a_list_of_sounds_reads_no_samples() -> None:
    customer = _customer()
    _add(customer)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        sounds_of(customer)
    assert len(queries) == 1
    assert "samples" not in queries[0]["sql"]
