"""What a password must be: Django's checks, in our words, each with the mend."""

from typing import Any

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """Length protects more than odd signs do."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises `ValidationError`."""
        if len(password) < self.min_length:
            told = _("The password is too short: %(n)s of %(least)s characters.")
            raise ValidationError(told % {"n": len(password), "least": self.min_length})


class NotDigitsAlone(NumericPasswordValidator):
    """Twelve digits are a telephone number."""

    def get_error_message(self) -> str:
        """What is wrong, and the mend."""
        return _("The password has digits only. Use words too, for example three random ones.")


class NotWellKnown(CommonPasswordValidator):
    """Not one of the 20,000 that are tried first."""

    def get_error_message(self) -> str:
        """What is wrong, and the mend."""
        return _("Many people use this password. Choose another, for example three random words.")


class NotOnesName(UserAttributeSimilarityValidator):
    """Not one's own number or name."""

    def get_error_message(self) -> str:
        """What is wrong, and the mend."""
        return _("The password is too like what you log in with. Three random words are fine.")
