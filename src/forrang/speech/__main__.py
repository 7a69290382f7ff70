"""`python -m forrang.speech` makes the prompts; set-up calls it."""

import sys

from forrang.speech.prompts import make_prompts
from forrang.speech.voice import NoVoice


def main() -> None:
    """Make them."""
    try:
        make_prompts(lambda line: sys.stderr.write(f"{line}\n"))
    except NoVoice as fault:
        sys.exit(f"{fault}; codes cannot be read out")


if __name__ == "__main__":
    main()
