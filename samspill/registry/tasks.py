"""Jobs of the registry, found here by the worker."""

from samspill.registry.importing.tasks import revive_imports, run_import
from samspill.registry.mail_jobs import mail_step, tell_of_step

__all__ = ["mail_step", "revive_imports", "run_import", "tell_of_step"]
