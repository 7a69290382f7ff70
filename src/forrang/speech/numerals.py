"""Numbers as words, in bokmål and English: how many, which one in a row, and years."""

_UNDER_TWENTY = {
    "nb": "null en to tre fire fem seks sju åtte ni ti elleve tolv tretten fjorten femten seksten "
    "sytten atten nitten",
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen",
}
_TENS = {
    "nb": "tjue tretti førti femti seksti sytti åtti nitti",
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
}
_UNDER = {language: words.split() for language, words in _UNDER_TWENTY.items()}
_TEN = {language: ["", "", *words.split()] for language, words in _TENS.items()}

LARGEST = 999_999_999
"""The largest number that has words here."""

_JOINED = {"nb": "", "en": "-"}
_AND = {"nb": "og", "en": "and"}
_HUNDRED = {"nb": ("ett", "hundre"), "en": ("one", "hundred")}
_THOUSAND = {"nb": ("ett", "tusen"), "en": ("one", "thousand")}
_MILLION = {"nb": ("en", "million", "millioner"), "en": ("one", "million", "million")}


def cardinal(number: int, language: str) -> str:
    """How many: 250 is «to hundre og femti»."""
    millions, rest = divmod(number, 1_000_000)
    thousands, rest = divmod(rest, 1_000)
    words = []
    if millions:
        one, single, many = _MILLION[language]
        words.append(
            f"{one} {single}" if millions == 1 else f"{_under_1000(millions, language)} {many}"
        )
    if thousands:
        one, name = _THOUSAND[language]
        words.append(f"{one if thousands == 1 else _under_1000(thousands, language)} {name}")
    if rest or not words:
        small = bool(words) and rest < 100
        words.append(f"{_AND[language]} " * small + _under_1000(rest, language))
    return " ".join(words)


def _under_1000(number: int, language: str) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _under_100(rest, language)
    one, name = _HUNDRED[language]
    words = f"{one if hundreds == 1 else _UNDER[language][hundreds]} {name}"
    return f"{words} {_AND[language]} {_under_100(rest, language)}" if rest else words


def _under_100(number: int, language: str) -> str:
    if number < 20:
        return _UNDER[language][number]
    tens, rest = divmod(number, 10)
    ten = _TEN[language][tens]
    return f"{ten}{_JOINED[language]}{_UNDER[language][rest]}" if rest else ten


_FIRST = {
    "nb": "nulte første andre tredje fjerde femte sjette sjuende åttende niende tiende ellevte "
    "tolvte trettende fjortende femtende sekstende syttende attende nittende",
    "en": "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth",
}
_ORDINAL = {language: words.split() for language, words in _FIRST.items()}


def ordinal(number: int, language: str) -> str:
    """Which one in a row, under a hundred: 24 is «tjuefjerde»."""
    if number < 20:
        return _ORDINAL[language][number]
    tens, rest = divmod(number, 10)
    ten = _TEN[language][tens]
    if rest:
        return f"{ten}{_JOINED[language]}{_ORDINAL[language][rest]}"
    if language == "en":
        return f"{ten[:-1]}ieth"
    return f"{ten}nde" if ten.endswith("e") else f"{ten}ende"


def year(number: int, language: str) -> str:
    """A year of four digits: 2026 is «tjue tjueseks», 2004 «to tusen og fire»."""
    hundreds, rest = divmod(number, 100)
    if hundreds == 20 and rest < 10:
        return cardinal(number, language)
    if not rest:
        return cardinal(number, language)
    zero = {"nb": "null", "en": "oh"}[language] if rest < 10 else ""
    return " ".join(
        one for one in (_under_100(hundreds, language), zero, _under_100(rest, language)) if one
    )
