"""The telephone engine as a program: find or unpack it, configure it, start it."""
