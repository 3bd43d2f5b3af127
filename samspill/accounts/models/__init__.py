from samspill.accounts.models.token import ApiToken
from samspill.accounts.models.user import User

__all__ = ["ApiToken", "User"]
