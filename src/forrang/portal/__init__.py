"""The customer portal: one slice per thing that a customer does, each a folder. See README.md."""
