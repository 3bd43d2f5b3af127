"""The WSGI application that gunicorn serves."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from samspill.ops.loading import loading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samspill.settings")
with loading():
    application = get_wsgi_application()
    import_module(settings.ROOT_URLCONF)  # all pages, or the first visitor waits a second for them
