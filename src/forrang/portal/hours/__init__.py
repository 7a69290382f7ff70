"""«Åpningstider»: when a main number, or a choice of its menu, is open, and what it does otherwise."""
