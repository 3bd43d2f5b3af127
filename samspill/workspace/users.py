"""The user behind a request."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from samspill.accounts.models import User


def signed_in(request: HttpRequest) -> User:
    """The logged-in user, for views that only those reach. Raises `PermissionDenied` for anybody else."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
