"""The count of overtakings, against counting by hand, over more calls than it remembers."""

from random import Random

from forrang.acd.overtaking import Overtaking


def test_it_counts_as_one_would_by_hand_though_it_forgets_what_is_over() -> None:
    random, overtaking = Random(1), Overtaking()
    here: list[int] = []
    answered: set[int] = set()
    for step in range(20_000):
        if step < 40 or random.random() < 0.5:
            here.append(overtaking.arrives())
        elif len(here) > 1:
            one = here.pop(random.randrange(min(30, len(here))))
            if random.random() < 0.8:
                later = sum(serial > one for serial in answered)
                assert overtaking.later_answered(one) == later
                overtaking.answered(one)
                answered.add(one)
            overtaking.leaves(one)
        if step % 3_000 == 0:
            base, last, plain = overtaking.plain()
            overtaking = Overtaking.from_plain(base, last, plain)
            for serial in here:
                overtaking.stays(serial)
    assert overtaking.plain()[0] > 3_000, "it forgot"


def test_one_old_call_does_not_make_every_end_dear() -> None:
    overtaking = Overtaking()
    overtaking.arrives()
    sweeps, base = 0, overtaking._tree
    for _ in range(20_000):
        overtaking.leaves(overtaking.arrives())
        sweeps, base = sweeps + (overtaking._tree is not base), overtaking._tree
    assert sweeps < 10
