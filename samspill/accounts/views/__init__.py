from samspill.accounts.views.login_services import begin, callback
from samspill.accounts.views.profile import profile

__all__ = ["begin", "callback", "profile"]
