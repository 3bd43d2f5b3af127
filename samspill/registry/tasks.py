"""Jobs of the registry, found here by the worker."""

from samspill.registry.importing.tasks import forget_imports, revive_imports, run_import
from samspill.registry.mail_jobs import mail_step, tell_of_step

__all__ = ["forget_imports", "mail_step", "revive_imports", "run_import", "tell_of_step"]
