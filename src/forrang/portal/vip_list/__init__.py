"""«VIP-liste»: who comes first, who answers them, and how far ahead they come."""
