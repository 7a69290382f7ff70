"""What a customer has: immutable values, no IO, no clock."""
