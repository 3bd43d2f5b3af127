from samspill.accounts.views.profile import profile

__all__ = ["profile"]
