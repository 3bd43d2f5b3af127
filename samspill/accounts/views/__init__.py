from samspill.accounts.views.calendar import calendar, calendar_feed
from samspill.accounts.views.login_services import begin, callback
from samspill.accounts.views.profile import profile
from samspill.accounts.views.reminders import reminders_off
from samspill.accounts.views.tokens import token_revoke, tokens

__all__ = ["begin", "calendar", "calendar_feed", "callback", "profile", "reminders_off", "token_revoke", "tokens"]
