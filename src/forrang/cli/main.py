"""`forrang COMMAND …`: finds the command's module and runs it.

A module is imported when its command is called, so `forrang --help` is quick. It has
`add_arguments(parser)` and `run(arguments)`, which returns the exit status or None.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence
from types import ModuleType

from forrang.cli.fault import CommandFault

COMMANDS = {
    "run": ("forrang.cli.run", "run everything in the foreground; Ctrl-C ends it"),
    "exchange": ("forrang.cli.exchange", "take calls (a part of `run`)"),
    "portal": ("forrang.cli.portal", "serve the pages (a part of `run`)"),
    "mail": ("forrang.cli.mail", "send notices by mail (a part of `run`)"),
    "telephones": ("forrang.cli.telephones", "the demo's telephones (a part of `run`)"),
    "engine": ("forrang.cli.engine", "the telephone engine: get a private one"),
    "load": ("forrang.cli.load", "take customers over from documents, YAML or JSON"),
    "dump": ("forrang.cli.dump", "write a customer's document"),
    "who-answers": ("forrang.cli.who_answers", "explain, without a call, what would happen"),
    "calls": ("forrang.cli.calls", "show the call records, newest first"),
    "staff": ("forrang.cli.staff", "log-ins for the provider's people"),
    "doctor": ("forrang.cli.doctor", "look for what is wrong with this instance"),
    "demo": ("forrang.cli.demo", "see a VIP pass the line, over real calls"),
}
"""Name → module and what `--help` says of it."""


def main(words: Sequence[str] | None = None) -> int:
    """Run the command that `words` name; the exit status."""
    words = sys.argv[1:] if words is None else words
    name = _parser().parse_args(words[:1]).command
    module = importlib.import_module(COMMANDS[name][0])
    try:
        return _run(module, name, words[1:])
    except CommandFault as fault:
        print(fault, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read our output has seen enough
        sys.stderr.close()
        return 141


def _parser() -> argparse.ArgumentParser:
    lines = [f"  {name:<12} {help}" for name, (_, help) in COMMANDS.items()]
    parser = argparse.ArgumentParser(
        prog="forrang",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        usage="forrang COMMAND …",
        description="A telephone exchange whose VIP callers come first.",
        epilog="commands:\n" + "\n".join(lines) + "\n\n`forrang COMMAND --help` says more.",
    )
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND", help="what to do")
    return parser


def _run(module: ModuleType, name: str, words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog=f"forrang {name}", description=module.__doc__)
    module.add_arguments(parser)
    return module.run(parser.parse_args(words)) or 0


if __name__ == "__main__":
    sys.exit(main())
