"""How Asterisk says it: the only folder that knows ARI."""
