from samspill.accounts.views.login_services import begin, callback
from samspill.accounts.views.profile import profile
from samspill.accounts.views.tokens import token_revoke, tokens

__all__ = ["begin", "callback", "profile", "token_revoke", "tokens"]
