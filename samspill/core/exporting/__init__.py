"""Lists as files: XLSX, CSV and JSON, written row by row while they are sent. No module's words are here."""

from samspill.core.exporting.cells import Value
from samspill.core.exporting.response import FORMS, respond
from samspill.core.exporting.tables import Column, Table, table_of

__all__ = ["FORMS", "Column", "Table", "Value", "respond", "table_of"]
