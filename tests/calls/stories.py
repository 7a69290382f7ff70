"""What a record tells of its call, step by step."""

from typing import Any


def steps_of(record: dict[str, Any], *names: str) -> list[dict[str, Any]]:
    """The steps of these names, in order."""
    return [step for step in record["story"] if step["step"] in names]


def step_names(record: dict[str, Any]) -> list[str]:
    """The names of all steps, in order."""
    return [step["step"] for step in record["story"]]
