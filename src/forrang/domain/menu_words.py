"""Which keys the greeting of a menu names, so that greeting and keys can be held together."""

import re

_KEY = r"([0-9*#])(?![0-9*#])"
_PRESSED = re.compile(
    rf"\b(?:trykk|tast|press|key)(?:er|e|es)?\s+(?:på\s+|tasten?\s+)?{_KEY}", re.I
)
_FOR = re.compile(rf"(?<![\w*#]){_KEY}\s+(?:for|hvis|om|når|if|to)\b", re.I)


def named_keys(greeting: str) -> tuple[str, ...]:
    """The keys that a greeting names, each once, in its order: «Trykk 1 for salg, 2 for support»
    names 1 and 2. What else is a digit (a year, an address, a telephone number) names none.
    """
    found = [
        (one.start(1), one.group(1))
        for pattern in (_PRESSED, _FOR)
        for one in pattern.finditer(greeting)
    ]
    return tuple(dict.fromkeys(key for _, key in sorted(found)))
