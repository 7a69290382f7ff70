"""What is kept: Django models, publishing a setup, and the ordered table of changes."""
