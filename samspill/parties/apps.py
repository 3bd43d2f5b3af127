"""Parties: organisations, units and people, and who acts for whom."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "samspill.parties"
    label = "parties"
