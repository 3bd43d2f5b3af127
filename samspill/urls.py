"""The address space. Bokmål has no prefix; nynorsk and English live under /nn/ and /en/, with the same paths."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from samspill.accounts import urls as account_urls
from samspill.ops import health, metrics
from samspill.website import open_urls

machines = [
    *open_urls.machines,
    *account_urls.machines,
    path("api/", include("samspill.api.urls")),
    path("", include("samspill.api.oai.urls")),
    path("helse/live", health.live, name="live"),
    path("helse/klar", health.ready, name="ready"),
    path("metrics", metrics.metrics, name="metrics"),
]
urlpatterns = machines + i18n_patterns(
    path("konto/", include("samspill.accounts.urls")),
    path("api/", include("samspill.api.page_urls")),
    path("arbeid/", include("samspill.workspace.urls")),
    path("", include("samspill.website.urls")),
    prefix_default_language=False,
)
handler400 = "samspill.core.errors.unreadable"
handler403 = "samspill.core.errors.forbidden"
handler404 = "samspill.core.errors.not_found"
handler429 = "samspill.core.errors.too_many_requests"  # asked for by allauth
handler500 = "samspill.core.errors.server_error"
