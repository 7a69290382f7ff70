"""Django's settings, made from Forrang's own; nothing is set here that an operator would change."""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF

from forrang.portal.slices import slices
from forrang.settings import LOOPBACK, Settings
from forrang.site.database_url import database_settings
from forrang.site.secret_key import secret_key

_settings = Settings.from_environment()
DATABASES = {"default": database_settings(_settings.database_url)}  # before anything is made

FORRANG_DATA = _settings.data
"""The data directory, for those parts of the sites that talk to the exchange."""
FORRANG_DEMO = _settings.demo
"""Whether this is an instance to try Forrang out on."""
FORRANG_TRUNK = str(_settings.trunk)
FORRANG_TRUNK_NUMBERS = _settings.trunk_numbers
"""The trunk and how it writes numbers, for those who look after it."""

FORRANG_MAIL = _settings.mail is not None
"""Whether this instance sends mail."""
FORRANG_ADDRESS = str(_settings.public or f"http://{_settings.http}")
"""Where browsers find the pages: what links in mail begin with, since no Host header is believed."""

SECRET_KEY = secret_key(_settings.data)
DEBUG = False
ALLOWED_HOSTS = ["*"]  # no page builds a link from the Host header
if _settings.public is not None:
    # Whether a request came by TLS is read from X-Forwarded-Proto by uvicorn, which believes a proxy
    # on this machine (or in FORWARDED_ALLOW_IPS) and nobody else; so Django need not.
    ALLOWED_HOSTS = [_settings.public.host, _settings.http.rpartition(":")[0], *LOOPBACK]
    CSRF_TRUSTED_ORIGINS = [str(_settings.public)]
    SECURE_SSL_REDIRECT = True
    SECURE_SSL_HOST = str(_settings.public).removeprefix("https://")
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # the supervisor asks it on this machine
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
ROOT_URLCONF = "forrang.site.urls"
ASGI_APPLICATION = "forrang.site.asgi.application"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "forrang.storage",
    "forrang.site",
    "forrang.site.second_step",
    "forrang.portal",
    *slices(),
    "forrang.provider",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "forrang.site.static_files.StaticFiles",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "forrang.site.renewal.with_renewal",
    "forrang.provider.sessions.with_staff",
    "forrang.site.preferences.with_preferences",
    "forrang.site.viewing.with_viewing",
    "forrang.portal.tenancy.with_person",
    "forrang.portal.promises.guard.Guard",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "forrang.site.context.everywhere",
                "forrang.portal.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "forrang.site.templatetags.forrang",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "storage.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "forrang.portal.login.backend.MobileBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "forrang.site.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "forrang.site.passwords.NotDigitsAlone"},
    {"NAME": "forrang.site.passwords.NotWellKnown"},
    {
        "NAME": "forrang.site.passwords.NotOnesName",
        "OPTIONS": {"user_attributes": ["mobile", "name"]},
    },
]
LOGIN_URL = "login"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14  # since the last day of use: site.renewal
CSRF_FAILURE_VIEW = "forrang.site.refusals.csrf_failure"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = "forrang.site.attempts.counted_by"
AXES_USERNAME_FORM_FIELD = "mobile"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # who logs in from where is not ours to keep
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = [
    "axes.W002",  # its middleware answers in words of its own
    "security.W005",  # other names below ours are not ours to decide on
    "security.W021",  # nor is a browser's own list
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # Designsystemet's small icons
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"

STATIC_URL = "/static/"
STATIC_ROOT = _settings.data / "static"
STATICFILES_DIRS = [Path(__file__).parent / "vendor" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

USE_I18N = True
LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Norsk"), ("en", "English")]
USE_TZ = True
TIME_ZONE = "UTC"
