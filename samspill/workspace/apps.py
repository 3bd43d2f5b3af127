"""Workspace."""

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "samspill.workspace"
    label = "workspace"
