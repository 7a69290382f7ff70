"""The ring strategies, as an administrator chooses among them."""

from django.utils.translation import gettext_lazy

from forrang.domain.answer_group import Strategy

STRATEGIES = [
    (Strategy.ALL.value, gettext_lazy("All at once")),
    (Strategy.LONGEST_IDLE.value, gettext_lazy("Longest idle first")),
    (Strategy.IN_ORDER.value, gettext_lazy("In order")),
    (Strategy.ROUND_ROBIN.value, gettext_lazy("Round robin")),
]
"""Value and words of each, in the order in which they are offered."""
