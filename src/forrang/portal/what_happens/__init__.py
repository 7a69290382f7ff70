"""«Hva skjer når noen ringer?»: what the running exchange would do with a call."""
