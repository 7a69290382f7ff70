"""Who calls: the nasty callers, as their headers stand in the INVITE."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forrang.asterisk.identity import (
    Address,
    Identity,
    addresses,
    dialled_number,
    diverted_by,
    who_calls,
)
from forrang.domain.phone_number import NumberForm, PhoneNumber

MIXED, BARE = NumberForm

CALLER = PhoneNumber("+4741111111")
FROM = "<sip:+4741111111@trunk.example>;tag=1"
OTHER = "<sip:+4742222222@trunk.example>;tag=1"

HIDDEN = Identity(None, withheld=True, asserted=False)
UNKNOWN = Identity(None, withheld=False, asserted=False)
SAYS = Identity(CALLER, withheld=False, asserted=False)
ASSERTED = Identity(CALLER, withheld=False, asserted=True)


def _who(
    from_header: str,
    *asserted: str,
    privacy: tuple[str, ...] = (),
    form: NumberForm = MIXED,
) -> Identity:
    return who_calls(from_header, asserted, privacy, form)


@pytest.mark.parametrize(
    "privacy",
    [
        ("id",),
        ("header",),
        ("session",),
        ("user",),
        ("history",),
        ("id;critical",),
        ("ID",),
        (" id ; critical",),
        ("user;id",),
        ("header, id",),
        ("none;id",),
        ("none", "id"),
        ("", "id"),
        ("full",),
    ],
)
def test_any_privacy_hides_the_caller_whatever_the_trunk_asserts(privacy: tuple[str, ...]) -> None:
    assert _who(FROM, FROM, privacy=privacy) == HIDDEN
    assert _who(FROM, privacy=privacy) == HIDDEN
    assert _who("", "<tel:+4741111111>", privacy=privacy) == HIDDEN


@pytest.mark.parametrize("privacy", [(), ("",), ("none",), ("None",), ("", ""), (" none ; none",)])
def test_no_privacy_hides_nobody(privacy: tuple[str, ...]) -> None:
    assert _who(FROM, privacy=privacy) == SAYS
    assert _who(OTHER, FROM, privacy=privacy) == ASSERTED


@pytest.mark.parametrize(
    "from_header",
    [
        "<sip:anonymous@trunk.example>;tag=1",
        "<sip:Anonymous@trunk.example>;tag=1",
        '"Anonymous" <sip:anonymous@anonymous.invalid>;tag=1',
        '"Anonymous" <sip:+4741111111@trunk.example>;tag=1',
        "Anonymous <sip:+4741111111@trunk.example>;tag=1",
        '" anonymous " <sip:+4741111111@trunk.example>',
        "<sip:+4741111111@anonymous.invalid>",
        "<sip:+4741111111@Anonymous.Invalid.:5060;user=phone>",
        "sip:c8oqz84zk7z@anonymous.invalid;tag=1",
        "<sip:restricted@trunk.example>",
        "<sip:RESTRICTED@trunk.example;user=phone>",
        "<sip:unavailable@trunk.example>",
        "<sip:unknown@trunk.example>",
        "<sip:unknown:secret@trunk.example>",
        "<sip:unknown;cpc=ordinary@trunk.example>",
        "<sip:%61nonymous@trunk.example>",
        "<sip:0@trunk.example>",
        "<tel:0>",
        "<sip:trunk.example>;tag=1",
        "<sip:@trunk.example>;tag=1",
        "sip:trunk.example;tag=1",
        "<>",
    ],
)
def test_a_from_that_says_so_hides_the_caller_whatever_the_trunk_asserts(from_header: str) -> None:
    assert _who(from_header) == HIDDEN
    assert _who(from_header, FROM) == HIDDEN
    assert _who(from_header, FROM, privacy=("none",)) == HIDDEN


@pytest.mark.parametrize(
    "from_header",
    [
        FROM,
        "sip:+4741111111@trunk.example;tag=1",
        "sip:+4741111111@trunk.example",
        "<sips:4741111111@trunk.example:5061;transport=tls>",
        "<sip:004741111111@trunk.example>",
        "<sip:41111111@trunk.example>",
        "<sip:%2B4741111111@trunk.example>",
        "<sip:%2b47%34%31111111@trunk.example>",
        "<sip:+47-411-11-111@trunk.example;user=phone>",
        "<sip:+4741111111:secret@trunk.example>",
        "<sip:+4741111111;cpc=ordinary@trunk.example;user=phone>;tag=1",
        "sip:+4741111111;cpc=ordinary@trunk.example;tag=1",
        "<sip:+4741111111;npdi;rn=+4790@trunk.example>",
        "<sip:41111111;phone-context=+47@trunk.example>",
        "<sip:41111111;Phone-Context=%2B47@trunk.example>",
        "<sip:41111111;phone-context=trunk.example@trunk.example>",
        "<sip:+4741111111;phone-context=+46@trunk.example>",
        "<sip:41111111@trunk.example;phone-context=+47;user=phone>",
        "sip:41111111;phone-context=+47@trunk.example;tag=1",
        "<tel:+47-411-11-111>",
        "<tel:41111111;phone-context=+47>",
        "tel:41111111;phone-context=+47;tag=1",
        "TEL:+4741111111",
        "<sip:+4741111111@[2001:db8::1]:5060>",
        '"Berg, Ingrid" <sip:+4741111111@trunk.example>',
        '"Ingrid <sip:+4742222222@x>" <sip:+4741111111@trunk.example>',
        r'"Ingrid \"<sip:0@x>\" \\" <sip:+4741111111@trunk.example>',
        "Berg, Ingrid <sip:+4741111111@trunk.example>",
        '"Restricted area" <sip:+4741111111@trunk.example>',
        '"" <sip:+4741111111@trunk.example>',
        " \t<sip:+4741111111@trunk.example> ; tag = 1",
        "<sip:+4741111111@trunk.example?Subject=a%40b>",
        "<sip:+4741111111@trunk.example?Subject=a@b>",
        "<sip:+4741111111@trunk.example",
    ],
)
def test_the_number_of_a_from(from_header: str) -> None:
    assert _who(from_header) == SAYS
    assert _who(OTHER, from_header) == ASSERTED


@pytest.mark.parametrize(
    "from_header",
    [
        "",
        "<sip:kari@trunk.example>",  # equals a device's name
        "<sip:101@trunk.example>",
        "<sip:trunk@trunk.example>",
        '"+4741111111" <sip:kari@trunk.example>',
        "<sip:1881@trunk.example>",
        "<sip:+999411111@trunk.example>",
        "<sip:41111111x@trunk.example>",
        "<mailto:41111111@trunk.example>",
        "urn:service:sos",
        "<sip:41111111;phone-context=+999@trunk.example>",
    ],
)
def test_without_a_readable_number_the_caller_is_unknown_and_not_hidden(from_header: str) -> None:
    assert _who(from_header) == UNKNOWN


@pytest.mark.parametrize(
    ("name", "from_header", "user"),
    [
        ("wsinv", r'"J Rosenberg \\\""       <sip:jdrosen@example.com> ; tag = 98asjd8', "jdrosen"),
        ("intmeth", "token1~` token2'+_ token3*%!.- <sip:mundane@example.com>"
         ";fromParam''~+*_!.-%=\"\u0440\u0430\";tag=_token~1'+`*%!-.", "mundane"),
        ("intmeth", "<sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy,/;;*@example.com>",
         "1_unusual.URI~(to-be!sure)&isn't+it$/crazy,/"),
        ("esc01", "<sip:I%20have%20spaces@example.net>;tag=938", "I have spaces"),
        ("escnull", "sip:null-%00-null@example.com;tag=839923423", "null-\0-null"),
        ("esc02", '"%Z%45" <sip:resource@example.com>;tag=f232jadfj23', "resource"),
        ("lwsdisp", "caller<sip:caller@example.com>;tag=323", "caller"),
        ("semiuri", "<sip:user;par=u%40example.net@example.com>", "user"),
        ("baddn", "Bell, Alexander <sip:a.g.bell@example.com>;tag=43", "Bell"),
        ("quotbal", '"Mr. J. User <sip:j.user@example.com>', '"Mr. J. User <sip:j.user@example.com>'),
    ],
)  # fmt: skip
def test_rfc4475(name: str, from_header: str, user: str) -> None:
    first = next(addresses(from_header))
    assert first.user == user
    assert _who(from_header).number is None
    assert _who(from_header.replace(user, "+4741111111"), FROM) == ASSERTED


def test_the_parts_of_an_address() -> None:
    (address,) = addresses(
        r'"Per \"P\" Fjord" <sip:+47%2041;cpc=x;phone-context=+46:pw@H:1;a=b?c=d>'
    )
    assert address == Address('Per "P" Fjord', "+47 41", "h", "+46:pw")


# what the trunk asserts


@pytest.mark.parametrize(
    "asserted",
    [
        (FROM,),
        (FROM, ""),
        ("", FROM),
        ("<sip:+4741111111@trunk.example>, <tel:+4742222222>",),
        ("<tel:+4741111111>", "<sip:+4742222222@trunk.example>"),
        ("<sip:kari@trunk.example>, <tel:+4741111111>",),
        ("<sip:kari@trunk.example>", "<tel:+4741111111>"),
        ("<sip:anonymous@anonymous.invalid>", "<tel:+4741111111>"),
        ('"Berg, Ingrid" <sip:kari@x>, "A <tel:+4742222222>, B" <tel:+4741111111>',),
        ("tel:+4741111111",),
        ("<sip:%2B4741111111@trunk.example>",),
    ],
)
def test_the_first_readable_number_that_the_trunk_asserts(asserted: tuple[str, ...]) -> None:
    assert _who(OTHER, *asserted) == ASSERTED
    assert _who("<sip:kari@trunk.example>", *asserted) == ASSERTED
    assert _who("", *asserted) == ASSERTED


def test_a_from_does_not_stand_in_for_an_identity_that_cannot_be_read() -> None:
    assert _who(FROM, "<sip:kari@trunk.example>") == UNKNOWN
    assert _who(FROM, "<sip:anonymous@anonymous.invalid>") == HIDDEN
    assert _who(FROM, "<sip:anonymous@anonymous.invalid>, <sip:kari@trunk.example>") == UNKNOWN


def test_a_trunk_that_always_writes_the_country_code() -> None:
    assert _who("<sip:4741111111@x>", form=BARE) == SAYS
    assert _who("<sip:+4741111111@x>", form=BARE) == SAYS
    assert _who("<sip:46701234567@x>", form=BARE).number == "+46701234567"
    assert _who("<sip:580012345678@x>", form=BARE).number == "+580012345678"
    assert _who("<sip:580012345678@x>").number == "+47580012345678"


# whom, and by way of whom


@pytest.mark.parametrize(
    ("request_uri", "number"),
    [
        ("sip:22334455@127.0.0.1:5060", "+4722334455"),
        ("sip:+4722334455@127.0.0.1:5060;user=phone", "+4722334455"),
        ("sip:004722334455@127.0.0.1", "+4722334455"),
        ("sip:%2B4722334455@127.0.0.1", "+4722334455"),
        ("sip:22334455;npdi@127.0.0.1", "+4722334455"),
        ("sip:22334455;phone-context=+47@127.0.0.1", "+4722334455"),
        ("tel:+4722334455", "+4722334455"),
        ("sip:02800@127.0.0.1", "+4702800"),
        ("sip:s@127.0.0.1", None),
        ("sip:127.0.0.1", None),
        ("", None),
    ],
)
def test_the_dialled_number(request_uri: str, number: str | None) -> None:
    assert dialled_number(request_uri, MIXED) == number


@pytest.mark.parametrize(
    ("headers", "numbers"),
    [
        ((), ()),
        (("", ""), ()),
        (("<sip:+4790000001@trunk.example>;reason=unconditional;counter=1",), ("+4790000001",)),
        (
            ('"Kari, Nordlys" <tel:+4790000001>;reason=no-answer, <sip:90000002@x>;reason=busy',),
            ("+4790000001", "+4790000002"),
        ),
        (("<sip:90000001@x>", "<sip:90000002@x>"), ("+4790000001", "+4790000002")),
        (
            (
                "<sip:+4790000001@x?Reason=SIP%3Bcause%3D302%3Btext%3D%22a%2C%20b%22>;index=1, "
                "<sip:+4790000002@x;cause=486?Privacy=none&Reason=Q.850%3Bcause%3D17@y>;index=1.1,"
                "<sip:+4722334455@x>;index=1.1.1;rc=1.1",
            ),
            ("+4790000001", "+4790000002", "+4722334455"),
        ),
        (("<sip:+4790000001@x>,<sip:004790000001@y>",), ("+4790000001",)),
        (("<sip:kari@x>, <sip:anonymous@anonymous.invalid>, ,<sip:+4790000001@x>",),
         ("+4790000001",)),
    ],
)  # fmt: skip
def test_by_way_of_whom(headers: tuple[str, ...], numbers: tuple[str, ...]) -> None:
    assert diverted_by(headers, MIXED) == numbers


# garbage

_nasty = st.lists(
    st.text(max_size=8)
    | st.sampled_from(
        ["<", ">", '"', "\\", ",", ";", ":", "@", "?", "=", "%", "%2B", "%00", "\ufffd", "+47",
         "41111111", "sip:", "tel:", "phone-context=", "anonymous", ".invalid", "\0", "\r\n", "\t"]
    ),
    max_size=14,
).map("".join)  # fmt: skip


@settings(max_examples=400)
@given(
    _nasty, st.lists(_nasty, max_size=2), st.lists(_nasty, max_size=2), st.sampled_from(NumberForm)
)
def test_garbage_never_raises_and_who_hides_has_no_number(
    header: str, asserted: list[str], privacy: list[str], form: NumberForm
) -> None:
    who = who_calls(header, asserted, privacy, form)
    assert not (who.withheld and who.number)
    assert not (who.asserted and who.number is None)
    assert all(one.startswith("+") for one in diverted_by([header, *asserted], form))
    assert dialled_number(header, form) in (None, dialled_number(header.strip(), form))


def test_a_header_of_two_kilobytes_is_read_at_once() -> None:
    name = '"' + "x, <" * 500 + '" '
    assert _who(name + FROM, name + FROM) == ASSERTED
