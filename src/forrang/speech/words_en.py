"""English: what is written out how."""

from forrang.speech.numerals import cardinal, ordinal, year
from forrang.speech.written import AMOUNT, TIME, TO, Found, Rule, counted, figures, rule, shortened

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTH = "|".join(_MONTHS)
_DAYS = {
    "mon": "Monday", "tue": "Tuesday", "tues": "Tuesday", "wed": "Wednesday", "thu": "Thursday",
    "thur": "Thursday", "thurs": "Thursday", "fri": "Friday", "sat": "Saturday", "sun": "Sunday",
}  # fmt: skip
_DAY = rf"(?:(?:{'|'.join(_DAYS)})\b\.?|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?)"

_SHORT = {
    "e.g.": "for example", "i.e.": "that is", "etc.": "and so on", "approx.": "approximately",
    "tel.": "telephone", "ext.": "extension", "incl.": "including", "excl.": "excluding",
    "dept.": "department", "dr.": "doctor", "mins.": "minutes", "vs.": "versus",
}  # fmt: skip
_MONEY = {"NOK": "kroner", "kr": "kroner", "£": "pounds", "$": "dollars", "€": "euros"}


def _time(text: str, half: str = "") -> str:
    hour, minute = (int(one) for one in text.replace(".", ":").split(":"))
    said = cardinal(hour, "en")
    if half:
        half = " " + " ".join(half.replace(".", "").lower())
    if minute:
        return f"{said} {'oh ' if minute < 10 else ''}{cardinal(minute, 'en')}{half}"
    if half:
        return f"{said}{half}"
    return f"{said} o'clock" if hour <= 12 else f"{said} hundred"


def _date(found: Found) -> str:
    day, month, which = int(found["day"]), int(found["month"]), found["year"]
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return found[0]
    end = "" if not which else f" {year(int(which), 'en')}"
    return f"the {ordinal(day, 'en')} of {_MONTHS[month - 1]}{end}"


def _named_date(found: Found) -> str:
    end = "" if not found["year"] else f" {year(int(found['year']), 'en')}"
    return f"the {ordinal(int(found['day']), 'en')} of {found['month']}{end}"


def _month_first(found: Found) -> str:
    end = "" if not found["year"] else f", {year(int(found['year']), 'en')}"
    return f"{found['month']} {ordinal(int(found['day']), 'en')}{end}"


def _money(found: Found) -> str:
    return f"{counted(found['whole'].replace(',', ''), 'en')} {_MONEY[found['of']]}"


def _day(text: str) -> str:
    return _DAYS.get(text.lower().rstrip("."), text)


def _days(found: Found) -> str:
    return f"{_day(found['first'])} to {_day(found['last'])}"


def _address(found: Found) -> str:
    said = found[0].replace("@", " at ").replace(".", " dot ").replace("www", "w w w")
    return said.replace("-", " dash ").replace("_", " underscore ")


def _decimal(found: Found) -> str:
    parts = " ".join(cardinal(int(one), "en") for one in found[2])
    return f"{counted(found[1], 'en')} point {parts}"


_OF = r"(?P<of>NOK|kr|£|\$|€)"

RULES: tuple[Rule, ...] = (
    rule(r"(?:[\w.-]+@)?(?:[\w-]+\.)+(?:no|com|org|net|eu|uk|se|dk)\b", _address),
    rule(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)", _date),
    rule(
        rf"{_OF}\.? ?(?P<whole>{AMOUNT}|\d{{1,3}}(?:,\d{{3}})+)(?:[.,](?:00|-))?(?![\d,])", _money
    ),
    rule(rf"(?<![\d,])(?P<whole>{AMOUNT}) ?(?P<of>kr|NOK|€)(?!\w)", _money),
    rule(rf"(?<![\w.])(?P<first>{_DAY}){TO}(?P<last>{_DAY})", _days, any_case=True),
    rule(r"(?<![\d.])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})?(?!\d)", _date),
    rule(
        rf"(?<!\d)(?:the )?(?P<day>[0-3]?\d)(?:st|nd|rd|th)? (?:of )?(?P<month>{_MONTH})\b"
        r"(?: (?P<year>\d{4}))?",
        _named_date,
    ),
    rule(
        rf"\b(?P<month>{_MONTH}) (?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b(?!:)(?:, (?P<year>\d{{4}}))?",
        _month_first,
    ),
    rule(rf"({TIME}){TO}({TIME})", lambda found: f"{_time(found[1])} to {_time(found[2])}"),
    rule(
        rf"({TIME})(?: ?([ap]\.?m\b\.?))?",
        lambda found: _time(found[1], found[2] or ""),
        any_case=True,
    ),
    rule(
        r"(?<![\d:])(\d{1,2}) ?([ap]\.?m\b\.?)",
        lambda found: _time(f"{found[1]}:00", found[2]),
        any_case=True,
    ),
    shortened(_SHORT),
    rule(r"\b[Nn]o\.(?= ?\d)", lambda found: "number"),
    rule(r"(?<![\w-])(AS|ASA|DA|ANS|BA|SA)(?![\w-])", lambda found: " ".join(found[0])),
    rule(r"(?<=\d) ?%", lambda found: " per cent"),
    rule(r"(?<!\d )(?<![\d+])(\d{1,4})\.(\d{1,3})(?!\d)", _decimal),
    rule(
        rf"(?<!\d )(?<![\d+])([1-9]?\d|[01]\d){TO}([1-9]?\d|[01]\d)(?![\d ]*\d)",
        lambda found: f"{cardinal(int(found[1]), 'en')} to {cardinal(int(found[2]), 'en')}",
    ),
    rule(r"(?<!\d)([1-9]\d?)(?:st|nd|rd|th)\b", lambda found: ordinal(int(found[1]), "en")),
    rule(r"(?<=\d)(?=[A-Za-zÆØÅæøå])", lambda found: " "),  # 12B
    figures("en"),
    rule(r"\*", lambda found: " star "),
    rule(r"#", lambda found: " hash "),
    rule(r"&", lambda found: " and "),
    rule(r"(?<=\w)/(?=\w)", lambda found: " or "),
)
"""In the order in which they are looked for."""
