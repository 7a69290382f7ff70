"""The outside world: a telephone network for demonstrations and tests, by Asterisk and SIPp."""
