"""The command `forrang`: one module per command."""
