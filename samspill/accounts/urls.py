"""Addresses of login and account: the pages of allauth that are in use, the profile, and the user's calendar."""

from allauth.account import views as allauth_views
from allauth.mfa.base import views as mfa_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as passkey_views
from allauth.socialaccount import views as social_views
from allauth.usersessions import views as session_views
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

from samspill.accounts import views
from samspill.accounts.second_factor import MFAAdapter
from samspill.accounts.views.email import confirm_email, email
from samspill.accounts.views.two_step import Type, reauthenticate_with_passkey, unless_in_use, when_in_use, when_on

app_on = unless_in_use(Type.TOTP, _("The app is in use already."), totp_views.activate_totp)
codes = require_safe(when_in_use(Type.RECOVERY_CODES, recovery_views.view_recovery_codes))
codes_new = when_on(MFAAdapter.error_messages["cannot_generate_recovery_codes"], recovery_views.generate_recovery_codes)
codes_file = when_in_use(Type.RECOVERY_CODES, recovery_views.download_recovery_codes)

own = [
    path("", require_safe(RedirectView.as_view(pattern_name="accounts:profile")), name="account"),
    path("profil/", views.profile, name="profile"),
    path("kalender/", views.calendar, name="calendar"),
    path("paminnelser/av/<str:token>/", views.reminders_off, name="reminders_off"),
    path("nokler/", views.tokens, name="tokens"),
    path("nokler/<int:pk>/tilbake/", views.token_revoke, name="token_revoke"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((own, "accounts"))),
    path("logg-inn/", allauth_views.login, name="account_login"),
    path("logg-ut/", allauth_views.logout, name="account_logout"),
    path("stengt/", allauth_views.account_inactive, name="account_inactive"),
    path("ny/", allauth_views.signup, name="account_signup"),
    path("igjen/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("e-post/", email, name="account_email"),
    path("e-post/sendt/", allauth_views.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^e-post/bekreft/(?P<key>[-:\w]+)/$", confirm_email, name="account_confirm_email"),
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
    # Two-step login: an app, passkeys, recovery codes.
    path("totrinn/", mfa_views.index, name="mfa_index"),
    path("totrinn/kode/", mfa_views.authenticate, name="mfa_authenticate"),
    path("totrinn/app/", never_cache(app_on), name="mfa_activate_totp"),
    path("totrinn/app/av/", when_in_use(Type.TOTP, totp_views.deactivate_totp), name="mfa_deactivate_totp"),
    path("totrinn/reservekoder/", never_cache(codes), name="mfa_view_recovery_codes"),
    path("totrinn/reservekoder/nye/", codes_new, name="mfa_generate_recovery_codes"),
    path("totrinn/reservekoder/fil/", codes_file, name="mfa_download_recovery_codes"),
    path("totrinn/nokler/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("totrinn/nokler/ny/", passkey_views.add_webauthn, name="mfa_add_webauthn"),
    path("totrinn/nokler/<int:pk>/", when_in_use(Type.WEBAUTHN, passkey_views.edit_webauthn), name="mfa_edit_webauthn"),
    path(
        "totrinn/nokler/<int:pk>/fjern/",
        when_in_use(Type.WEBAUTHN, passkey_views.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path("logg-inn/nokkel/", passkey_views.login_webauthn, name="mfa_login_webauthn"),
    path("igjen/kode/", mfa_views.reauthenticate, name="mfa_reauthenticate"),
    path("igjen/nokkel/", reauthenticate_with_passkey, name="mfa_reauthenticate_webauthn"),
    # Feide, Ansattporten, Entra and others.
    path("innlogginger/", social_views.connections, name="socialaccount_connections"),
    path("ny/med/", social_views.signup, name="socialaccount_signup"),
    path("logg-inn/med/<slug:provider_id>/", views.begin, name="openid_connect_login"),
    path("logg-inn/med/<slug:provider_id>/tilbake/", views.callback, name="openid_connect_callback"),
    path("innlogget/", session_views.list_usersessions, name="usersessions_list"),
]

machines = [path("kalender/<str:secret>.ics", views.calendar_feed, name="calendar_feed")]
"""The same in all languages."""
