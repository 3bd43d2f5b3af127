"""What allauth asks of us."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Mail in the receiver's language; sign-up open to everyone, rights to nobody: those come with roles."""
