"""Which HTTP methods a page answers. Whoever may read a page may ask for its head: link checkers and previews do."""

from django.views.decorators.http import require_http_methods

takes_form = require_http_methods(["GET", "HEAD", "POST"])
"""For views that show a page and take the form on it; everything else is answered with 405.

Django's own ``require_safe`` is for pages to read, ``require_POST`` for acts without a page.
"""
