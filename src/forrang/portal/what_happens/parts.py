"""What the answer to a question is made of."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who may be asked, or is not."""

    name: str
    "Who."
    says: str
    "What becomes of them, and why."
    dot: str
    "The class of the dot before it."
    first: bool = False
    "Whether it rings at theirs."


@dataclass(frozen=True, slots=True)
class Step:
    """One step."""

    what: str
    "What, in bold."
    why: str = ""
    "Why, under it."
    link: tuple[str, str] | None = None
    "Where it is set: address and words."
    vip: bool = False
    "Whether it is about being a VIP."
    people: list[Asked] = field(default_factory=list)
    "Who is asked."


@dataclass(frozen=True, slots=True)
class Answer:
    """All of it."""

    headline: str
    "The answer, large."
    under: str
    "A sentence under it."
    vip: bool
    "Whether the caller is a VIP."
    steps: list[Step]
    "How it comes about."
