"""Centres: host, partners, scheme and terms, their evaluations, and the self-check; programmes such as SKI."""

from django.apps import AppConfig


class CentresConfig(AppConfig):
    name = "samspill.centres"
    label = "centres"
