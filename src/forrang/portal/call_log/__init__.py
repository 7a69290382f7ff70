"""«Samtalelogg»: the calls that are over, each with its story."""
