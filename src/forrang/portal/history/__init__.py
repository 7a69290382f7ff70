"""History: who saved what, taking it back, and choosing where two saved the same."""
