"""Sounds: what a customer uploads or records becomes files that the engine plays as they are."""
