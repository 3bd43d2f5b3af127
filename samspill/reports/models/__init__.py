from samspill.reports.models.edition import Edition

__all__ = ["Edition"]
