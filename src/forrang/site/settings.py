"""Django's settings, made from Forrang's own; nothing is set here that an operator would change."""

from forrang.settings import Settings
from forrang.site.database_url import database_settings
from forrang.site.secret_key import secret_key

_settings = Settings.from_environment()
DATABASES = {"default": database_settings(_settings.database_url)}  # before anything is made

FORRANG_DATA = _settings.data
"""The data directory, for those parts of the sites that talk to the exchange."""

SECRET_KEY = secret_key(_settings.data)
DEBUG = False
ALLOWED_HOSTS = ["*"]  # no page builds a link from the Host header
ROOT_URLCONF = "forrang.site.urls"
ASGI_APPLICATION = "forrang.site.asgi.application"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "forrang.storage",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "storage.Account"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

USE_TZ = True
TIME_ZONE = "UTC"
