"""«Lyder»: what callers hear, uploaded, recorded, or written and spoken."""
