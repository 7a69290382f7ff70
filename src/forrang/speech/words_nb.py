"""Bokmål: what is written out how."""

from forrang.speech.numerals import cardinal, ordinal, year
from forrang.speech.written import AMOUNT, TIME, TO, Found, Rule, counted, figures, rule, shortened

_MONTHS = [
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
]
_MONTH = "|".join(_MONTHS)
_DAYS = {
    "man": "mandag", "tir": "tirsdag", "tirs": "tirsdag", "ons": "onsdag", "tor": "torsdag",
    "tors": "torsdag", "fre": "fredag", "lør": "lørdag", "søn": "søndag",
}  # fmt: skip
_DAY = rf"(?:(?:{'|'.join(_DAYS)})\b\.?|(?:man|tirs|ons|tors|fre|lør|søn)dag(?:er)?)"

_SHORT = {
    "f.eks.": "for eksempel", "bl.a.": "blant annet", "osv.": "og så videre", "o.l.": "og lignende",
    "m.m.": "med mer", "mv.": "med videre", "dvs.": "det vil si", "pga.": "på grunn av",
    "ca.": "cirka", "tlf.": "telefon", "tlf": "telefon", "mob.": "mobil", "kl.": "klokken",
    "kl": "klokken", "nr.": "nummer", "inkl.": "inkludert", "ekskl.": "ekskludert",
    "evt.": "eventuelt", "ev.": "eventuelt", "hhv.": "henholdsvis", "mht.": "med hensyn til",
    "min.": "minutter", "stk.": "stykker", "dr.": "doktor", "adr.": "adresse", "avd.": "avdeling",
}  # fmt: skip


def _time(text: str) -> str:
    hour, minute = (int(one) for one in text.replace(".", ":").split(":"))
    said = cardinal(hour, "nb")
    if not minute:
        return said
    return f"{said} {'null ' if minute < 10 else ''}{cardinal(minute, 'nb')}"


def _date(found: Found) -> str:
    day, month, which = int(found["day"]), int(found["month"]), found["year"]
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return found[0]
    end = "" if not which else f" {year(int(which), 'nb')}"
    return f"{ordinal(day, 'nb')} {_MONTHS[month - 1]}{end}"


def _named_date(found: Found) -> str:
    end = "" if not found["year"] else f" {year(int(found['year']), 'nb')}"
    return f"{ordinal(int(found['day']), 'nb')} {found['month']}{end}"


def _kroner(found: Found) -> str:
    whole, parts = found["whole"], found["parts"] or ""
    said = "en krone" if whole == "1" else f"{counted(whole, 'nb')} kroner"
    return f"{said} og {cardinal(int(parts), 'nb')} øre" if parts.strip("0-") else said


def _day(text: str) -> str:
    return _DAYS.get(text.lower().rstrip("."), text)


def _days(found: Found) -> str:
    return f"{_day(found['first'])} til {_day(found['last'])}"


def _address(found: Found) -> str:
    said = found[0].replace("@", " krøllalfa ").replace(".", " punkt ").replace("www", "w w w")
    return said.replace("-", " bindestrek ").replace("_", " understrek ")


def _decimal(found: Found) -> str:
    parts = " ".join(cardinal(int(one), "nb") for one in found[2])
    return f"{counted(found[1], 'nb')} komma {parts}"


_PARTS = r"(?P<parts>\d\d|-)"

RULES: tuple[Rule, ...] = (
    rule(r"(?:[\w.-]+@)?(?:[\w-]+\.)+(?:no|com|org|net|eu|se|dk)\b", _address),
    rule(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)", _date),
    rule(rf"\bkr\.? ?(?P<whole>{AMOUNT})(?:,{_PARTS})?(?![\d,])", _kroner, any_case=True),
    rule(rf"\bNOK (?P<whole>{AMOUNT})(?:,{_PARTS})?(?![\d,])", _kroner),
    rule(rf"(?<![\d,])(?P<whole>{AMOUNT})(?:,{_PARTS})? ?(?:kr|kroner)\b", _kroner),
    rule(rf"(?<![\d,])(?P<whole>{AMOUNT}),(?P<parts>-)", _kroner),
    rule(rf"(?<![\w.])(?P<first>{_DAY}){TO}(?P<last>{_DAY})", _days, any_case=True),
    rule(
        r"(?<![\d.])(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.(?P<year>\d{4})?"
        r"(?![\d])",
        _date,
    ),
    rule(rf"(?<!\d)(?P<day>[0-3]?\d)\. ?(?P<month>{_MONTH})\b(?: (?P<year>\d{{4}}))?", _named_date),
    rule(rf"({TIME}){TO}({TIME})", lambda found: f"{_time(found[1])} til {_time(found[2])}"),
    rule(TIME, lambda found: _time(found[0])),
    shortened(_SHORT),
    rule(r"(?<![\w-])(AS|ASA|DA|ANS|BA|SA)(?![\w-])", lambda found: " ".join(found[0])),
    rule(r"(?<=\d) ?%", lambda found: " prosent"),
    rule(r"(?<!\d )(?<![\d+])(\d{1,4}),(\d{1,3})(?!\d)", _decimal),
    rule(
        rf"(?<!\d )(?<![\d+])([1-9]?\d|[01]\d){TO}([1-9]?\d|[01]\d)(?![\d ]*\d)",
        lambda found: f"{cardinal(int(found[1]), 'nb')} til {cardinal(int(found[2]), 'nb')}",
    ),
    rule(
        r"(?<!\d )(?<![\d+])([1-9]\d?)\.(?= [a-zæøå])", lambda found: ordinal(int(found[1]), "nb")
    ),
    rule(r"(?<=\d)(?=[A-Za-zÆØÅæøå])", lambda found: " "),  # 12B
    figures("nb"),
    rule(r"\*", lambda found: " stjerne "),
    rule(r"#", lambda found: " firkant "),
    rule(r"&", lambda found: " og "),
    rule(r"(?<=\w)/(?=\w)", lambda found: " eller "),
)
"""In the order in which they are looked for."""
