from samspill.api.models.rate_count import RateCount
from samspill.api.models.reply import Reply

__all__ = ["RateCount", "Reply"]
