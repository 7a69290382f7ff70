"""Answer groups: who answers together, and how it rings with them."""
