"""The Django app of everything that is kept."""

from django.apps import AppConfig


class StorageConfig(AppConfig):
    """Its label stands in migrations and in AUTH_USER_MODEL."""

    name = "forrang.storage"
    label = "storage"
    default_auto_field = "django.db.models.BigAutoField"
