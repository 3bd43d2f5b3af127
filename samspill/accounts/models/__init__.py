from samspill.accounts.models.calendar_feed import CalendarFeed
from samspill.accounts.models.login_session import LoginSession
from samspill.accounts.models.reminder import ReminderMail, ReminderRun
from samspill.accounts.models.token import ApiToken
from samspill.accounts.models.user import User

__all__ = ["ApiToken", "CalendarFeed", "LoginSession", "ReminderMail", "ReminderRun", "User"]
