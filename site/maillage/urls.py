"""Every address of the product. Path words are French in every language; French has no prefix."""

from pathlib import Path

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path
from django.views.static import serve
from wagtail.admin import urls as wagtail_admin_urls
from wagtail.documents import urls as wagtail_documents_urls

from maillage.api.views import docs
from maillage.base.views import health
from maillage.home.robots import robots, security
from maillage.home.sitemaps import SITEMAPS

handler400 = "maillage.api.failures.bad_request"
handler403 = "maillage.api.failures.permission_denied"
handler404 = "maillage.api.failures.page_not_found"
handler500 = "maillage.api.failures.server_error"

urlpatterns = [
    path("sante/", health, name="health"),
    path("robots.txt", robots, name="robots"),
    path(".well-known/security.txt", security, name="security"),
    path("sitemap.xml", sitemaps.index, {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap-part"}, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap, {"sitemaps": SITEMAPS}, name="sitemap-part"),
    path("admin/", include("maillage.users.wagtail.urls")),
    path("admin/", include(wagtail_admin_urls)),
    path("documents/", include(wagtail_documents_urls)),
    path("api/", include("maillage.api.urls")),
]

urlpatterns += i18n_patterns(
    path("api/v1/docs", docs, name="api-docs"),
    path("", include("maillage.home.urls")),
    path("", include("maillage.maps.urls")),
    path("", include("maillage.editorial.urls")),
    path("", include("spaces.catalogue.urls")),
    path("", include("spaces.booking.urls")),
    path("", include("members.directory.urls")),
    path("", include("events.agenda.urls")),
    path("compte/", include("maillage.accounts.urls")),
    path("compte/", include("allauth.urls")),
    prefix_default_language=False,
)

if settings.STORAGES["default"]["BACKEND"] == "django.core.files.storage.FileSystemStorage":
    # Pictures only: documents go through Wagtail, which asks who may read them. `static()` answers in DEBUG only.
    urlpatterns += [
        path(f"media/{folder}/<path:path>", serve, {"document_root": Path(settings.MEDIA_ROOT) / folder})
        for folder in ("images", "original_images")
    ]
