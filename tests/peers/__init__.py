"""The other ends of a call, for tests: what they need of the machine, and SIPp."""
