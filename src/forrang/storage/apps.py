"""The Django app of everything that is kept."""

from django.apps import AppConfig


class StorageConfig(AppConfig):
    """Its label stands in migrations and in AUTH_USER_MODEL."""

    name = "forrang.storage"
    label = "storage"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let numbers be asked for by the thousand."""
        from django.db.models import BigIntegerField

        from forrang.storage.one_of import OneOf

        BigIntegerField.register_lookup(OneOf)
