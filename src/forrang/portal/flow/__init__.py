"""«Oppsettet»: what a main number does with a call, as a picture."""
