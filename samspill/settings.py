"""Settings, all from the environment, with defaults that are safe on one machine.

SAMSPILL_HOME        where everything that Samspill keeps on disk lies (default: ``var`` beside the package)
DATABASE_URL         postgresql://… of a PostgreSQL 15 or newer; without it the ``samspill`` command starts its own
SAMSPILL_URL         the address users type; https:// turns on secure cookies, HSTS and redirects
SAMSPILL_HOSTS       further host names, comma-separated
SAMSPILL_PROXIES     how many proxies of our own stand in front (default: 1 with https://, else 0); rate limits need it
SAMSPILL_SECRET_KEY  kept in SAMSPILL_HOME/secret_key when not given
SAMSPILL_EMAIL       smtp://user:password@host:port or smtps://…; without it mail is written to SAMSPILL_HOME/mail
SAMSPILL_EMAIL_FROM  sender of mail
SAMSPILL_CONTACT     e-mail address of those who run the site, shown on the pages: for faults, access, personal data
SAMSPILL_OIDC        login services (Feide, Ansattporten, Entra …): JSON, or the whole path of a file with it;
                     docs/howto/log-in-with-feide.md
SAMSPILL_SECOND_FACTOR_ROLES  roles whose holders must use two-step login, comma-separated (such as administrator)
SAMSPILL_FILES       where attachments lie: a folder, or s3://bucket/prefix?endpoint=…&region=…; by default
                     SAMSPILL_HOME/files
SAMSPILL_LOG         text (default) or json: how the log's lines look
SAMSPILL_METRICS     loopback, or a token of 16 characters or more, turns on /metrics; without it there is none
SAMSPILL_API_LIMITS  requests a minute to the API: from an address without a token, and for a user (default: 120,600)
SAMSPILL_KEPT_PAGES  finished pages that may lie in the database, ready for strangers: some 3.5 kB each
                     (default: 200000; 0: none)
SAMSPILL_DEBUG       1 while developing
"""

import contextlib
import os
import re
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import django_stubs_ext
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from samspill.accounts.federated.services import as_allauth, read_services
from samspill.core import environment, file_storage, logs

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("SAMSPILL_HOME") or BASE_DIR / "var").resolve()
DEBUG = environment.switch("SAMSPILL_DEBUG", os.environ.get("SAMSPILL_DEBUG", ""))


def _secret_key() -> str:
    """The secret from the environment, or one made once and kept readable by the owner only."""
    if given := os.environ.get("SAMSPILL_SECRET_KEY"):
        return given
    path = HOME / "secret_key"
    if not path.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        made = HOME / f"secret_key.{os.getpid()}"
        made.touch(mode=0o600)
        with made.open("w") as file:
            file.write(secrets.token_urlsafe(64))
            file.flush()
            os.fsync(file.fileno())  # a name whose content a power cut took is worse than none
        with contextlib.suppress(FileExistsError):
            os.link(made, path)  # atomic: two processes that start together agree on one key
        made.unlink()
    if not (kept := path.read_text().strip()):
        raise ImproperlyConfigured(
            f"{path} is empty; put back the key that was in it, or remove the file: then one is made, and everybody "
            "logs in anew."
        )
    return kept


def database_settings(url: str) -> dict[str, Any]:
    """Django's settings for a postgresql:// address; parsed by libpq's own reader."""
    parts = environment.database_parts(url)
    taken = {"host": "HOST", "port": "PORT", "dbname": "NAME", "user": "USER", "password": "PASSWORD"}
    database: dict[str, Any] = {setting: str(parts.pop(key, "") or "") for key, setting in taken.items()}
    return database | {
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": {key: value for key, value in parts.items() if value is not None},
        "CONN_MAX_AGE": 600,  # a new one knows no plans and no tables: its first search takes three times as long
        "CONN_HEALTH_CHECKS": True,
    }


SECRET_KEY = _secret_key()
SITE_URL = environment.site_address(os.environ.get("SAMSPILL_URL") or "http://127.0.0.1:8000")
SECURE = SITE_URL.startswith("https://")
ALLOWED_HOSTS = [
    urlsplit(SITE_URL).hostname or "localhost",
    "127.0.0.1",
    "localhost",
    *environment.host_names(os.environ.get("SAMSPILL_HOSTS", "")),
]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "samspill.api",
    "samspill.website",
    "samspill.workspace",
    "samspill.reports",
    "samspill.cases",
    "samspill.centres",
    "samspill.reviews",
    "samspill.rounds",
    "samspill.recommendations",
    "samspill.registry",
    "samspill.parties",
    "samspill.accounts",
    "samspill.core",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "pghistory",
    "pgtrigger",
    "csp",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "samspill.core.request_log.RequestLogMiddleware",
    "samspill.api.middleware.Frame",
    "samspill.ops.health.ProbeMiddleware",
    "samspill.core.null_bytes.NullByteMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "samspill.core.caching.CacheHeadersMiddleware",
    "samspill.core.content_policy.ContentPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "samspill.core.long_addresses.LongAddressMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "samspill.api.middleware.Callers",
    "samspill.accounts.second_factor.SecondFactorMiddleware",
    "samspill.core.history.HistoryMiddleware",
    "samspill.core.done_once.DoneOnceMiddleware",
]

CSRF_FAILURE_VIEW = "samspill.core.errors.forged"
ROOT_URLCONF = "samspill.urls"
WSGI_APPLICATION = "samspill.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "samspill.core.context.site",
            ],
        },
    },
    {  # for what is asked for most: the modules' folders jinja2/ (ADR 0034)
        "NAME": "jinja2",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "samspill.core.jinja.environment"},
    },
]

DATABASES = {"default": database_settings(os.environ.get("DATABASE_URL", "postgresql://localhost/samspill"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # Shared by all web processes, so that rate limits hold whichever process answers.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 200_000},  # with Django's 300, a guesser could push the limits out
    },
    # Each process's own, for what costs to make and is the same in all of them: pieces of the frame of every page.
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "process"},
}

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]
TIME_ZONE = "Europe/Oslo"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["samspill.core.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "files"  # outside the web root: files are served by views that ask who may see them
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_MAX_SIZE = 20 * 1024 * 1024  # bytes, for one piece of evidence or one spreadsheet
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
API_BODY_MAX_SIZE = 1024 * 1024  # bytes
# By address without a token, and by user.
API_REQUESTS_PER_MINUTE = environment.whole_numbers(
    "SAMSPILL_API_LIMITS", os.environ.get("SAMSPILL_API_LIMITS") or "120,600", many=2, example="120,600"
)
(KEPT_PAGES,) = environment.whole_numbers(
    "SAMSPILL_KEPT_PAGES", os.environ.get("SAMSPILL_KEPT_PAGES") or "200000", many=1, example="200000; 0 for none"
)
STORAGES = {
    "default": file_storage.storage(os.environ.get("SAMSPILL_FILES", ""), HOME),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
SESSION_ENGINE = "samspill.accounts.sessions"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "samspill.accounts.passwords.LengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace:my_work"
LOGOUT_REDIRECT_URL = "website:home"
ACCOUNT_ADAPTER = "samspill.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None  # asks; without a tick the session ends with the browser
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # only in the browser where the account was made
ACCOUNT_CHANGE_EMAIL = True  # one address per account; a new one counts when its link has been followed
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a mail whenever e-mail or password has changed
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before the e-mail address is changed
# A whole town hall may come from one address at eight in the morning; wrong passwords are counted for themselves.
# A secret calendar is fetched by one or two machines; guesses come from an address.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "calendar": "20/m/key,300/m/ip"}
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
ACCOUNT_FORMS = {
    "login": "samspill.accounts.forms.LoginForm",
    "signup": "samspill.accounts.forms.SignupForm",
    "add_email": "samspill.accounts.forms.ChangeEmailForm",
    "change_password": "samspill.accounts.forms.ChangePasswordForm",
    "set_password": "samspill.accounts.forms.SetPasswordForm",
    "reset_password": "samspill.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "samspill.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "samspill.accounts.forms.ReauthenticateForm",
}
MFA_ADAPTER = "samspill.accounts.second_factor.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True  # a passkey alone is enough: it is a thing one has, unlocked by what one knows or is
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds that a phone's clock may be wrong
MFA_FORMS = {
    "authenticate": "samspill.accounts.forms_mfa.AuthenticateForm",
    "reauthenticate": "samspill.accounts.forms_mfa.ReauthenticateForm",
    "activate_totp": "samspill.accounts.forms_mfa.ActivateTOTPForm",
    "add_webauthn": "samspill.accounts.forms_mfa.AddPasskeyForm",
    "edit_webauthn": "samspill.accounts.forms_mfa.EditPasskeyForm",
    "authenticate_webauthn": "samspill.accounts.forms_mfa.UsePasskeyForm",
    "login_webauthn": "samspill.accounts.forms_mfa.LoginWithPasskeyForm",
    "reauthenticate_webauthn": "samspill.accounts.forms_mfa.ReauthenticateWithPasskeyForm",
}
SECOND_FACTOR_ROLES = frozenset(filter(None, re.split(r"[,\s]+", os.environ.get("SAMSPILL_SECOND_FACTOR_ROLES", ""))))
LOGIN_SERVICES = read_services(os.environ.get("SAMSPILL_OIDC", ""))
SOCIALACCOUNT_PROVIDERS = as_allauth(LOGIN_SERVICES)
SOCIALACCOUNT_ADAPTER = "samspill.accounts.federated.adapter.SocialAccountAdapter"
SOCIALACCOUNT_FORMS = {
    "signup": "samspill.accounts.forms.ServiceSignupForm",
    "disconnect": "samspill.accounts.forms.DisconnectForm",
}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an account is never found by an address that a service gives
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5  # seconds
# Whose address a rate limit counts: the one that the outermost of our own proxies saw.
(ALLAUTH_TRUSTED_PROXY_COUNT,) = environment.whole_numbers(
    "SAMSPILL_PROXIES", os.environ.get("SAMSPILL_PROXIES") or ("1" if SECURE else "0"), many=1, example="1"
)

if email_url := os.environ.get("SAMSPILL_EMAIL"):
    _mail = environment.mail_server(email_url)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail.hostname or "localhost"
    EMAIL_PORT = _mail.port or (465 if _mail.scheme == "smtps" else 587)
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_TIMEOUT = 10  # seconds; a server that says nothing would else be waited for for ever
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = _mail.scheme == "smtp"
else:
    EMAIL_BACKEND = "samspill.core.mail_files.EmailBackend"
    EMAIL_FILE_PATH = HOME / "mail"
DEFAULT_FROM_EMAIL = environment.sender(os.environ.get("SAMSPILL_EMAIL_FROM") or "Samspill <samspill@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600  # seconds, for those who ask to be remembered
PASSWORD_RESET_TIMEOUT = 24 * 3600  # seconds
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}

PGHISTORY_JSON_ENCODER = "django.core.serializers.json.DjangoJSONEncoder"

LOGGING = logs.config(os.environ.get("SAMSPILL_LOG") or "text")
METRICS = os.environ.get("SAMSPILL_METRICS", "")  # "loopback", or a token that who reads them must show
if METRICS != "loopback" and 0 < len(METRICS) < 16:
    raise ImproperlyConfigured("SAMSPILL_METRICS is loopback, or a token of 16 characters or more.")
PROCRASTINATE_ON_APP_READY = "samspill.core.jobs.get_ready"

SITE_NAME = _("Samspill")
SITE_CONTACT = environment.contact(os.environ.get("SAMSPILL_CONTACT", ""))
