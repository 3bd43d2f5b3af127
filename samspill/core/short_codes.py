"""Short public codes for addresses: they survive a new title and do not tell how many there are."""

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"  # no 0/o, 1/l/i, u: cannot be misread


def new_short_code() -> str:
    """Eight random characters (about 39 bits)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))
