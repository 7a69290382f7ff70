"""Where a sound is heard: each point for itself."""

from forrang.domain.document import read_document
from forrang.domain.sound_uses import groups_with, sound_uses

GREETING, MESSAGE, CLOSED = "a" * 64, "b" * 64, "c" * 64


def test_a_menu_and_its_keys_are_told_apart() -> None:
    inner = {"greeting": {"sound": GREETING}, "choices": {7: {"message": {"sound": MESSAGE}}}}
    document = read_document(
        {
            "forrang": 1,
            "customer": "Nordlys",
            "groups": [
                {"name": "Resepsjon", "members": []},
                {"name": "Salg", "members": [], "voicemail": {"greeting": {"sound": CLOSED}}},
            ],
            "main_numbers": [
                {
                    "number": "22 33 44 55",
                    "opening_hours": {"week": {"mon": ["08:00-16:00"]}},
                    "closed": {"voicemail": {"greeting": {"sound": CLOSED}}},
                    "setup": {
                        "menu": {"greeting": {"sound": GREETING}, "choices": {2: {"menu": inner}}}
                    },
                },
                {"number": "22 33 44 66", "setup": {"queue": {"group": "Resepsjon"}}},
            ],
        }
    )
    used = {one: [at.id for at in sound_uses(document, one)] for one in (GREETING, MESSAGE, CLOSED)}
    assert used == {
        GREETING: ["+4722334455", "+4722334455/2"],
        MESSAGE: ["+4722334455/2.7"],
        CLOSED: ["+4722334455"],
    }
    assert not list(sound_uses(document, "d" * 64))
    assert [one.name for one in groups_with(document, CLOSED)] == ["Salg"]
    assert not list(groups_with(document, GREETING))
