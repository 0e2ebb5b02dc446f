"""Settings of every installation; what differs between them comes from the environment."""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.utils.translation import gettext_lazy as _

PACKAGE = Path(__file__).resolve().parent.parent
CHECKOUT = PACKAGE.parent.parent


def _var() -> Path:
    if named := os.environ.get("NUANGANG_VAR"):
        return Path(named).resolve()
    if (CHECKOUT / "pyproject.toml").exists():
        return CHECKOUT / "var"
    base = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_DATA_HOME")
    return Path(base or Path.home() / ".local" / "share") / "nuangang"


VAR = _var()
VAR.mkdir(parents=True, exist_ok=True)
KEY_FILE = Path(os.environ.get("NUANGANG_KEY_FILE", VAR / "keys" / "keys.json"))
COUNSELLING_KEY_FILE = Path(
    os.environ.get("NUANGANG_COUNSELLING_KEY_FILE", KEY_FILE.parent / "counselling.json")
)
KEY_HELD_SECONDS = 5


def _secret(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text()
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text()


SECRET_KEY = os.environ.get("NUANGANG_SECRET_KEY") or _secret(VAR / "keys" / "secret")
DEBUG = os.environ.get("NUANGANG_DEBUG") == "1"
_HOSTS = os.environ.get("NUANGANG_HOSTS", "*")
ALLOWED_HOSTS = _HOSTS.split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("NUANGANG_ORIGINS", "").split(",") if o]

FLOORS = {
    "lib": 0,
    "audit": 1,
    "accounts": 2,
    "policy": 3,
    "notify": 4,
    "terms": 4,
    "people": 5,
    "care": 6,
    "intake": 6,
    "mentoring": 7,
    "wellbeing": 7,
    "incidents": 7,
    "safety": 7,
    "privacy": 8,
    "machine": 8,
    "desk": 9,
}
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    *(f"nuangang.{app}" for app in FLOORS),
    "nuangang.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "nuangang.site.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "nuangang.people.actors.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "nuangang.site.middleware.PageHeadersMiddleware",
]
CSRF_FAILURE_VIEW = "nuangang.site.sent_late.sent_late"
ROOT_URLCONF = "nuangang.site.urls"
WSGI_APPLICATION = "nuangang.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / app / "templates" for app in ("site", *FLOORS)],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "nuangang.site.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "nuangang.site.context.page",
            ],
        },
    },
]


def _database(url: str) -> dict:
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR / "nuangang.sqlite3",
            "CONN_MAX_AGE": 600,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
                "PRAGMA mmap_size=268435456;PRAGMA cache_size=-64000;"
                "PRAGMA temp_store=MEMORY;PRAGMA journal_size_limit=67108864;"
                # Without it INSERT OR REPLACE deletes past the triggers of append-only tables.
                "PRAGMA recursive_triggers=ON;",
            },
        }
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    if (parts.hostname or "localhost") not in ("localhost", "127.0.0.1", "::1"):
        options.setdefault("sslmode", "verify-full")  # children's data goes over a network
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


DATABASES = {"default": _database(os.environ.get("NUANGANG_DATABASE", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["nuangang.accounts.passwords.Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "nuangang.accounts.passwords.GuessableValidator"},
]
LOGIN_URL = "sign_in"
SESSION_ENGINE = "nuangang.people.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
_HTTPS = os.environ.get("NUANGANG_HTTPS") == "1"
OWN_TLS = (VAR / "keys" / "tls" / "server.pem").exists() and not _HTTPS
_SECURE = _HTTPS or OWN_TLS
SESSION_COOKIE_SECURE = _SECURE
CSRF_COOKIE_SECURE = _SECURE
# Browsers let nobody but this very host set a cookie of such a name; over plain HTTP they refuse it.
COOKIE_PREFIX = "__Host-" if _SECURE else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid", f"{COOKIE_PREFIX}csrftoken"
SECURE_HSTS_SECONDS = 30 * 24 * 3600 if _SECURE else 0
# With certificates of the school's own, the plain port only shows phones how to trust them.
SECURE_SSL_REDIRECT = OWN_TLS
SECURE_SSL_HOST = os.environ.get("NUANGANG_SECURE_ADDRESS") if OWN_TLS else None
# A call of the API is refused there, not led on: its token went in plain already (site.api_views).
SECURE_REDIRECT_EXEMPT = [
    r"^trust/", r"^healthz$", r"^static/", r"^api/v1/(?!docs$|openapi\.json$)",
]  # fmt: skip
BEHIND_PROXY = _HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "language"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [("", PACKAGE / "site" / "static")]
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/assets/.+-[0-9a-zA-Z_-]{8}\..+$"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
MEDIA_ROOT = VAR / "files"

ROSTER_MAX_BYTES = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
API_PER_MINUTE = int(os.environ.get("NUANGANG_API_PER_MINUTE", "300"))
# Where the chat platforms are asked; only tests put a stand-in in their place.
CHAT_HOSTS = {
    "dingtalk": {"login": "https://login.dingtalk.com", "api": "https://api.dingtalk.com"},
    "wecom": {
        "login": "https://login.work.weixin.qq.com",
        "inside": "https://open.weixin.qq.com",
        "api": "https://qyapi.weixin.qq.com",
    },
    "feishu": {"login": "https://accounts.feishu.cn", "api": "https://open.feishu.cn"},
}
CHAT_PROXY = os.environ.get("NUANGANG_PROXY") or None
API_MAX_BYTES = 256 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
