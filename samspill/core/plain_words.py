"""What Django says to users, said more plainly: the catalogs of this module stand before Django's own.

Only texts that Django would otherwise say in words of forms and programs belong here.
"""

from django.utils.translation import gettext_noop

WORDS = (gettext_noop("This field is required."),)
"""Texts of Django that are translated anew here."""
