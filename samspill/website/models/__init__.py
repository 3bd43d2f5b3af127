from samspill.website.models.ahead import Ahead
from samspill.website.models.kept_page import KeptPage

__all__ = ["Ahead", "KeptPage"]
