"""Samspill's own settings with the floor view among the addresses."""

from samspill.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.site_urls"
