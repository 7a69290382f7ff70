"""«Talemeldinger»: what callers said after the tone."""
