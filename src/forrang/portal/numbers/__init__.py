"""«Endre»: what a main number does with a call."""
