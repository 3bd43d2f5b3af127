"""Addresses of login and account: the pages of allauth that are in use, and the profile."""

from allauth.account import views as allauth_views
from django.urls import URLPattern, URLResolver, include, path, re_path

from samspill.accounts import views

own = [path("profil/", views.profile, name="profile")]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((own, "accounts"))),
    path("logg-inn/", allauth_views.login, name="account_login"),
    path("logg-ut/", allauth_views.logout, name="account_logout"),
    path("stengt/", allauth_views.account_inactive, name="account_inactive"),
    path("ny/", allauth_views.signup, name="account_signup"),
    path("igjen/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("e-post/", allauth_views.email, name="account_email"),
    path("e-post/sendt/", allauth_views.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^e-post/bekreft/(?P<key>[-:\w]+)/$", allauth_views.confirm_email, name="account_confirm_email"),
    path("passord/", allauth_views.password_change, name="account_change_password"),
    path("passord/nytt/", allauth_views.password_set, name="account_set_password"),
    path("passord/glemt/", allauth_views.password_reset, name="account_reset_password"),
    path("passord/glemt/sendt/", allauth_views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^passord/glemt/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("passord/byttet/", allauth_views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
]
