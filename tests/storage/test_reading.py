"""Reading documents from files: the traps of YAML, and every fault by its line."""

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forrang.domain.document import read_document, write_document
from forrang.domain.schema import DocumentFault
from forrang.storage import entry_lines, reading
from forrang.storage.json_lines import json_lines
from forrang.storage.plain_yaml import Refused, lines_of, plain_value
from forrang.storage.reading import FileFault, Source, document_of, read_source
from forrang.storage.writing import yaml_text

from .documents import NORDLYS, nordlys, plain_documents


def _refused(text: str) -> str:
    with pytest.raises(FileFault) as refused:
        document_of(Source("nordlys.yaml", text))
    return str(refused.value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on: true", {"on": True}),
        ("on: on", {"on": "on"}),
        ("yes: no", {"yes": "no"}),
        ("1: {2: y}", {"1": {"2": "y"}}),
        ("true: 1", {"true": 1}),
        ("~: 1", {"~": 1}),
        ("a: 22:30", {"a": "22:30"}),
        ("a: 0046701234567", {"a": "0046701234567"}),
        ("a: 02800", {"a": "02800"}),
        ("a: 0o17", {"a": "0o17"}),
        ("a: 0x1f", {"a": "0x1f"}),
        ("a: 1_000", {"a": "1_000"}),
        ("a: +4741111111", {"a": "+4741111111"}),
        ("a: +47 411 11 111", {"a": "+47 411 11 111"}),
        ("a: 41111111", {"a": 41111111}),
        ("a: 12345678901234567890", {"a": "12345678901234567890"}),
        ("a: 2027-01-31", {"a": "2027-01-31"}),
        ("a: 0.5", {"a": 0.5}),
        ("a: .5", {"a": ".5"}),
        ("a: .inf", {"a": ".inf"}),
        ("a: .nan", {"a": ".nan"}),
        ("a: 1e3", {"a": 1000.0}),
        ("a: 123e4", {"a": 1230000.0}),
        ("a:", {"a": None}),
        ("a: ~", {"a": None}),
        ('a: "~"', {"a": "~"}),
        ("a: 'true'", {"a": "true"}),
        ("a: &x {b: 1}\nc: *x", {"a": {"b": 1}, "c": {"b": 1}}),
        ("a: |\n  1\n  2\n", {"a": "1\n2\n"}),
        ('a: "\\ud83d\\ude00"', {"a": "\U0001f600"}),
        ("\ufeffa: 1", {"a": 1}),
        ("a: 1\r\nb: 2\r\n", {"a": 1, "b": 2}),
        ("%YAML 1.1\n---\non: 012\n", {"on": "012"}),
    ],
)
def test_what_a_text_means(text: str, value: Any) -> None:
    assert plain_value(text) == value


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "1: the file is empty"),
        ("# nothing\n", "1: the file is empty"),
        ("forrang: 1\ncustomer: A\ncustomer: B\n", "3: customer: this field is there twice"),
        ("forrang: 1\n---\nforrang: 1\n", "2: a file has one document"),
        ("forrang: 1\ncustomer: !!str 1\n", "2: tags (!) are not read here"),
        ('forrang: 1\ncustomer: !forrang-run "0"\n', "2: tags (!) are not read here"),
        ("forrang: 1\ncustomer: *nobody\n", "2: nothing before this is called &nobody"),
        ("forrang: 1\n? [a]\n: 1\n", "2: a field's name is a word"),
        ("forrang: 1\ncustomer: \0\n", "2: a character that no text has"),
        ('forrang: 1\ncustomer: "\\0"\n', "2: a character that no text has"),
        ('forrang: 1\ncustomer: "\\ud800"\n', "2: a character that no text has"),
        ("a: " + "[" * 50, "1: more than 20 levels"),
        ("[" * 100_000, "1: more than 20 levels"),
        ('{"a": ' * 100_000, "1: more than 20 levels"),
        ("a: &a [1]\nb: &b [*b]\n", "2: nothing before this is called &b"),
    ],
)
def test_what_no_document_may_have(text: str, told: str) -> None:
    assert _refused(text) == f"nordlys.yaml:{told}"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("forrang: 1\ngroups:\n\t- name: A\n", 3),
        ("forrang: 1\ncustomer: 'A\n", 3),
        ("forrang: 1\n customer: A\n", 2),
        ("forrang: 1\ngroups: [{name: A}\nmain_numbers: []\n", 3),
        ('{"forrang": 1,\n "customer" "A"}', 2),
    ],
)
def test_what_is_no_yaml_is_told_with_its_line(text: str, line: int) -> None:
    assert _refused(text).startswith(f"nordlys.yaml:{line}: no YAML: ")


def test_a_bomb_of_aliases_does_not_go_off() -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    told = _refused("\n".join(levels))
    assert told.endswith("aliases stand for more than 100000 values")


FAULTY = """\
forrang: 1
customer: Nordlys
employees:
  - name: Kari
    mobile: "900 00 001"
    adminstrator: true
groups:
  - {name: Resepsjon, members: ["90000001", "90000009"], ring_seconds: 0}
main_numbers:
  - number: "22 33 44 55"
    setup:
      queue:
        max_wait_seconds: 22:30
    vip:
      on: on
      entries:
        - number: 41111111
          last_day: 2027-02-31
        - {range: "22990099-00", colour: 1}
"""


def test_every_fault_has_its_line() -> None:
    assert _refused(FAULTY).splitlines() == [
        "nordlys.yaml:6: employees[0].adminstrator: there is no such field here",
        "nordlys.yaml:8: groups[0].ring_seconds: a number from 0.5 to 600 is expected",
        "nordlys.yaml:12: main_numbers[0].setup.queue.group: this field is missing",
        "nordlys.yaml:13: main_numbers[0].setup.queue.max_wait_seconds: a number is expected here",
        "nordlys.yaml:15: main_numbers[0].vip.on: true or false is expected here",
        "nordlys.yaml:18: main_numbers[0].vip.entries[0].last_day: "
        "a day is written like 2027-01-31",
        "nordlys.yaml:19: main_numbers[0].vip.entries[1].colour: there is no such field here",
    ]


def test_the_faults_of_a_json_document_have_their_lines() -> None:
    plain = {"forrang": 1, "customer": "A\x7f", "x" * 2000: 1, "groups": [{"name": "R", "m": [[]]}]}
    for indent in (1, "\t"):
        told = _refused(json.dumps(plain, indent=indent, ensure_ascii=False))
        lines = [int(line.split(":")[1]) for line in told.splitlines()]
        assert lines == [4, 8]


def test_a_field_of_a_json_document_stands_where_its_name_is() -> None:
    assert json_lines('{\n"a":\n{"b":\n1}}', [("a",), ("a", "b")]) == {("a",): 2, ("a", "b"): 3}


def test_no_more_than_twenty_faults_are_told() -> None:
    text = "forrang: 1\ncustomer: A\n" + "".join(f"f{at}: 1\n" for at in range(25))
    told = _refused(text).splitlines()
    assert told[19] == "nordlys.yaml:22: f19: there is no such field here"
    assert told[20:] == ["nordlys.yaml: and 5 more"]


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (None, "No such file or directory"),
        (b"forrang: 1\ncustomer: K\xe5ri\n", "the file is not in UTF-8"),
        ("forrang: 1".encode("utf-16"), "the file is not in UTF-8"),
    ],
)
def test_files_that_cannot_be_read(raw: bytes | None, told: str, tmp_path: Path) -> None:
    path = tmp_path / "nordlys.yaml"
    if raw is not None:
        path.write_bytes(raw)
    with pytest.raises(FileFault) as refused:
        read_source(str(path))
    assert str(refused.value).startswith(str(path))
    assert str(refused.value).endswith(told)
    with pytest.raises(FileFault, match="Is a directory"):
        read_source(str(tmp_path))


def test_a_file_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 100)
    with pytest.raises(FileFault, match="a document has at most"):
        read_source(str(NORDLYS))


def test_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "nordlys.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + NORDLYS.read_bytes())
    source = read_source(str(path))
    assert source.text == NORDLYS.read_text()
    assert document_of(source) == nordlys()


@settings(max_examples=100)
@given(plain_documents())
def test_yaml_and_json_are_read_alike(plain: dict[str, Any]) -> None:
    try:
        document = read_document(plain)
    except DocumentFault:
        return
    written = write_document(document)
    by_yaml = document_of(Source("yaml", yaml_text(written)))
    by_json = document_of(Source("json", json.dumps(written, default=str)))
    assert by_yaml == by_json
    assert write_document(by_yaml) == written


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


def _paths(plain: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = (
        plain.items()
        if isinstance(plain, dict)
        else enumerate(plain)
        if isinstance(plain, list)
        else ()
    )
    return [
        path,
        (*path, "?"),
        *(one for key, value in inner for one in _paths(value, (*path, key))),
    ]


@given(st.dictionaries(st.text(max_size=3), _json, max_size=4))
def test_json_lines_are_the_lines_of_yaml(plain: dict[str, Any]) -> None:
    text = json.dumps(plain, indent=1)
    try:
        expected = lines_of(text, _paths(plain))
    except Refused:
        return
    assert json_lines(text, _paths(plain)) == expected


# runs of entries, which the parser does not see

_LINES = [
    "- {number: \"+47 411 11 111\", name: A}",
    "- {number: 41111111}",
    "- {number: +47 41, name: B - c/d, last_day: 2030-12-31}",
    "- {a: b, a: c}",
    "- {number: \"a\\n\"}",
    "- {number: \"æ «x» #, {\"}  ",
    "- {number: a: b}",
    "- {name: true, b: 0046, c: 1.5}",
    "- [1]",
    "  - {a: b}",
    "key: value",
    "key: |",
    "key: 'open",
    "closed'",
    "key:",
    "# note",
    "",
    "\t",
    "[",
    "]",
    "- &x {a: b}",
    "- *x",
]  # fmt: skip


@settings(max_examples=600)
@given(
    st.lists(
        st.tuples(st.sampled_from(["", "  ", "    "]), st.sampled_from(_LINES), st.integers(1, 4)),
        max_size=6,
    ),
    st.sampled_from(["\n", "\r\n"]),
)
def test_runs_are_read_as_the_parser_reads_them(
    lines: list[tuple[str, str, int]], end: str
) -> None:
    text = end.join(indent + line for indent, line, times in lines for _ in range(times))
    outcomes = []
    with pytest.MonkeyPatch.context() as patch:
        for shortest in (2, 10**9):
            patch.setattr(entry_lines, "SHORTEST", shortest)
            try:
                value = plain_value(text)
                outcomes.append((value, lines_of(text, _paths(value))))
            except Refused as refused:
                outcomes.append((refused.line, str(refused)))
    assert outcomes[0] == outcomes[1]


def test_a_tag_of_ours_in_somebodys_text_means_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry_lines, "SHORTEST", 2)
    with pytest.raises(Refused, match="tags"):
        plain_value('a:\n  - !forrang-run "0"\nb: |\n  - {a: b}\n  - {a: b}\n')


def test_a_long_list_is_read_and_its_faults_have_their_lines() -> None:
    chance = random.Random(7)
    entries = [
        f'        - {{number: "+47 {40_000_000 + at}", name: Kunde {at}}}' for at in range(3000)
    ]
    text = NORDLYS.read_text()
    head, mark, tail = text.partition("      entries:\n")
    text = head + mark + "\n".join(entries) + "\n" + tail
    first_line = text[: text.index(entries[0])].count("\n") + 1
    vip = document_of(Source("x", text)).main_numbers[0].vip
    assert vip is not None
    assert len(vip.entries) == 3003
    assert vip.entries[2999].name == "Kunde 2999"
    at = chance.randrange(3000)
    told = _refused(text.replace(f"name: Kunde {at}}}", f"nam: Kunde {at}}}"))
    assert told == (
        f"nordlys.yaml:{first_line + at}: main_numbers[0].vip.entries[{at}].nam: "
        "there is no such field here"
    )
