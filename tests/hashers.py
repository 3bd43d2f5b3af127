"""Passwords hashed as in production, but with one round instead of a million."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class OneRound(PBKDF2PasswordHasher):
    """Production's hasher knows these hashes for its own, and hashes such a password anew at the next login."""

    iterations = 1
