"""Jobs of core, found here by the worker."""

from samspill.core.personal_data.tasks import keep_time_limits

__all__ = ["keep_time_limits"]
