from samspill.website.models.kept_page import KeptPage

__all__ = ["KeptPage"]
