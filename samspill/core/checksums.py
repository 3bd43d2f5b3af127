"""Check digits of public identifiers."""

import re


def organisation_number_is_valid(number: str) -> bool:
    """Norwegian organisation number: nine digits, the last a mod-11 check digit with weights 3 2 7 6 5 4 3 2."""
    if not re.fullmatch(r"\d{9}", number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, (3, 2, 7, 6, 5, 4, 3, 2), strict=False))
    return (11 - total % 11) % 11 == int(number[8])  # a remainder of 10 is never equal to one digit


def orcid_is_valid(orcid: str) -> bool:
    """ORCID iD as 0000-0000-0000-000X: ISO 7064 mod 11-2 over the first fifteen digits."""
    if not re.fullmatch(r"(\d{4}-){3}\d{3}[\dX]", orcid):
        return False
    digits = orcid.replace("-", "")
    total = 0
    for digit in digits[:15]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return digits[15] == ("X" if check == 10 else str(check))


def ror_is_valid(ror: str) -> bool:
    """ROR id such as 05xg72x27: 0, six Crockford base-32 characters, and a mod 97-10 checksum of two digits."""
    if not re.fullmatch(r"0[0-9a-hjkmnp-tv-z]{6}\d{2}", ror):
        return False
    number = 0
    for character in ror[:7]:
        number = number * 32 + "0123456789abcdefghjkmnpqrstvwxyz".index(character)
    return 98 - (number * 100) % 97 == int(ror[7:])


def isbn_is_valid(isbn: str) -> bool:
    """ISBN without hyphens: thirteen digits with weights 1 3, or ten with mod 11, where X is 10."""
    if re.fullmatch(r"97[89]\d{10}", isbn, re.ASCII):
        return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(isbn)) % 10 == 0
    if re.fullmatch(r"\d{9}[\dX]", isbn, re.ASCII):
        digits = [10 if digit == "X" else int(digit) for digit in isbn]
        return sum(digit * (10 - place) for place, digit in enumerate(digits)) % 11 == 0
    return False
