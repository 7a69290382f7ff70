"""What happens: the sans-IO core. Events in; commands and records out; time is an argument."""
