"""What ends a command."""


class CommandFault(Exception):
    """Why a command did nothing, in a line for people; the exit status is 2."""
