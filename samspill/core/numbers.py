"""Numbers in addresses and hidden fields, which anybody can change."""


def whole_number(text: str | None) -> int | None:
    """The number; None for what is none, or is larger than any number of a row."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 18 else None
