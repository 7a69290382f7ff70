"""Texts as they are spoken: a table of what people write, and how it is read."""

import pytest

from forrang.speech.numerals import cardinal, ordinal, year
from forrang.speech.words import written_out

BOKMAAL = [
    ("Vi åpner kl. 08.30.", "Vi åpner klokken åtte tretti."),
    ("Åpent 08.00–16.00.", "Åpent åtte til seksten."),
    ("Åpent 8-16 og 09:05 - 15:45", "Åpent åtte til seksten og ni null fem til femten førtifem"),
    ("kl 12", "klokken tolv"),
    ("Nordlys Tannklinikk AS", "Nordlys Tannklinikk A S"),
    ("Ring tlf. 22 33 44 55.", "Ring telefon to to, tre tre, fire fire, fem fem."),
    ("Ring 41111111", "Ring fire en, en en, en en, en en"),
    ("Ring 900 00 001 eller 02800", "Ring ni null null, null null, null null en eller "
     "null to åtte null null"),
    ("+47 22 33 44 55", "pluss fire sju, to to, tre tre, fire fire, fem fem"),
    ("Er det fare for liv, ring 113.", "Er det fare for liv, ring en en tre."),
    ("mandag–fredag", "mandag til fredag"),
    ("man.-fre. og lør - søn", "mandag til fredag og lørdag til søndag"),
    ("Man kan ringe", "Man kan ringe"),
    ("Stengt 24.12. og 31.12.", "Stengt tjuefjerde desember og trettiførste desember"),
    ("Stengt 24.12.2026", "Stengt tjuefjerde desember tjue tjueseks"),
    ("fra 1. mai 2027", "fra første mai tjue tjuesju"),
    ("2026-05-17", "syttende mai tjue tjueseks"),
    ("Vi holder til i 3. etasje", "Vi holder til i tredje etasje"),
    ("kr 250,-", "to hundre og femti kroner"),
    ("kr. 1 250,50", "ett tusen to hundre og femti kroner og femti øre"),
    ("99 kr", "nittini kroner"),
    ("1.000 kr", "ett tusen kroner"),
    ("Storgata 12B", "Storgata tolv B"),
    ("Det koster 1 200,- i alt", "Det koster ett tusen to hundre kroner i alt"),
    ("f.eks. i dag", "for eksempel i dag"),
    ("F.eks. i dag, bl.a. ca. 5 min.", "For eksempel i dag, blant annet cirka fem minutter"),
    ("50 % på 2,5 time", "femti prosent på to komma fem time"),
    ("Trykk 1 for salg, 2 for support.", "Trykk en for salg, to for support."),
    ("Trykk * eller #", "Trykk stjerne eller firkant"),
    ("post@nordlys.no", "post krøllalfa nordlys punkt no"),
    ("Se www.nord-lys.no.", "Se w w w punkt nord bindestrek lys punkt no."),
    ("Du er nummer 12", "Du er nummer tolv"),
    ("Hansen & Sønn", "Hansen og Sønn"),
    ("Vi har 1 500 kunder", "Vi har ett tusen fem hundre kunder"),
]  # fmt: skip

ENGLISH = [
    ("We open at 08:30.", "We open at eight thirty."),
    ("Open 08.00–16.00.", "Open eight o'clock to sixteen hundred."),
    ("8:30 am to 4 p.m.", "eight thirty a m to four p m"),
    ("Mon–Fri", "Monday to Friday"),
    ("Closed 24 December 2026", "Closed the twenty-fourth of December twenty twenty-six"),
    ("Closed on December 24th", "Closed on December twenty-fourth"),
    ("Closed 24.12.", "Closed the twenty-fourth of December"),
    ("NOK 250", "two hundred and fifty kroner"),
    ("It costs $1,200.", "It costs one thousand two hundred dollars."),
    ("e.g. today", "for example today"),
    ("tel. 22 33 44 55", "telephone two two, three three, four four, five five"),
    ("Press 1 for sales.", "Press one for sales."),
    ("No. 5", "number five"),
    ("No.", "No."),
    ("the 3rd floor", "the third floor"),
    ("2.5 hours", "two point five hours"),
    ("post@nordlys.no", "post at nordlys dot no"),
]


@pytest.mark.parametrize(("text", "words"), BOKMAAL)
def test_bokmaal_is_written_out(text: str, words: str) -> None:
    assert written_out(text, "nb") == words
    assert written_out(words, "nb") == words


@pytest.mark.parametrize(("text", "words"), ENGLISH)
def test_english_is_written_out(text: str, words: str) -> None:
    assert written_out(text, "en") == words


@pytest.mark.parametrize(
    ("number", "nb", "en"),
    [
        (0, "null", "zero"),
        (21, "tjueen", "twenty-one"),
        (100, "ett hundre", "one hundred"),
        (101, "ett hundre og en", "one hundred and one"),
        (1_000, "ett tusen", "one thousand"),
        (1_001, "ett tusen og en", "one thousand and one"),
        (45_678, "førtifem tusen seks hundre og syttiåtte",
         "forty-five thousand six hundred and seventy-eight"),
        (2_000_300, "to millioner tre hundre", "two million three hundred"),
    ],
)  # fmt: skip
def test_numbers_have_words(number: int, nb: str, en: str) -> None:
    assert (cardinal(number, "nb"), cardinal(number, "en")) == (nb, en)


def test_days_of_a_month_and_years_have_words() -> None:
    assert [ordinal(one, "nb") for one in (1, 8, 20, 30, 31)] == [
        "første", "åttende", "tjuende", "trettiende", "trettiførste"
    ]  # fmt: skip
    assert [ordinal(one, "en") for one in (3, 20, 31)] == ["third", "twentieth", "thirty-first"]
    assert year(1984, "nb") == "nitten åttifire"
    assert year(2004, "en") == "two thousand and four"
    assert year(2000, "nb") == "to tusen"


def test_no_figure_is_left() -> None:
    odd = "0 00 007 12.13.14 1,2,3 31.2. 99.99 24:59 1/2 12-3-4 +1 1.000.000 12:00:00 0800-1600"
    for language in ("nb", "en"):
        assert not any(one.isdigit() for one in written_out(odd, language))
