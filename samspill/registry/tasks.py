"""Jobs of the registry, found here by the worker."""

from samspill.registry.mail_jobs import mail_step, tell_of_step

__all__ = ["mail_step", "tell_of_step"]
