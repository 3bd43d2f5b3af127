"""Core: what every module needs and no domain word."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "samspill.core"
    label = "core"
