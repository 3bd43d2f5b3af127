"""What can be wrong with a file as a whole, and what the user should know of it."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SHEET_ERRORS: dict[str, Promise] = {
    "empty_file": _("The file is empty. Choose the file again, or save the sheet anew."),
    "too_large": _("The file is larger than %(limit)s MB. Split it, or remove pictures and sheets you do not need."),
    "bomb": _(
        "The file unpacks to far more than a spreadsheet of this size should, and was not opened. "
        "Save it again from your spreadsheet program, without pictures."
    ),
    "macros": _(
        "The file contains macros (small programs), and those are never opened here. "
        "Choose “Save as” and “Excel workbook (.xlsx)” in your spreadsheet program, and send that file."
    ),
    "password": _("The file is protected with a password. Save it without the password, and send it again."),
    "old_excel": _(
        "This is the old Excel format (.xls). Open it and choose “Save as” and “Excel workbook (.xlsx)”, "
        "and send that file."
    ),
    "binary_excel": _("This is Excel’s binary format (.xlsb). Save it as “Excel workbook (.xlsx)” and send that."),
    "ods": _("This is an OpenDocument spreadsheet (.ods). Save it as “Excel workbook (.xlsx)” or CSV and send that."),
    "picture": _("This is a picture or a PDF, whatever its name says. Send the spreadsheet itself (.xlsx or .csv)."),
    "other_office": _("This is another kind of document, not a spreadsheet. Send an Excel workbook (.xlsx) or CSV."),
    "not_a_sheet": _("This does not look like a spreadsheet. Send an Excel workbook (.xlsx), a CSV file or JSON."),
    "damaged": _(
        "The file is damaged or only half there. Open it in your spreadsheet program, save it and send it anew."
    ),
    "not_json": _("The file begins as JSON but breaks off or is damaged near line %(line)s. Download it anew."),
    "no_rows": _("There is no row with content in the sheet. Choose another sheet or another file."),
    "too_many_rows": _("The sheet has more than %(limit)s rows. Split it and send the parts one by one."),
    "too_many_columns": _("The sheet has more than %(limit)s columns. Remove those that are not needed."),
    "open_quote": _(
        "A quotation mark near row %(row)s is opened and never closed, so the rest cannot be told apart. "
        "Mend it and send the file again."
    ),
    "long_cell": _("A cell in row %(row)s holds more than %(limit)s characters. Shorten it."),
    "no_such_sheet": _("There is no sheet called “%(sheet)s” in the file."),
    "gone": _("The file is no longer kept. Send it again."),
    "stopped": _("The work stopped several times and was given up. Nothing was written. Try again or split the sheet."),
    "failed": _("Something went wrong, and nothing was written: %(reason)s"),
    "changed_meanwhile": _(
        "%(number)s of them were changed here after the check, so nothing was written. "
        "Look at those marked “Edited here since”, choose, and confirm again."
    ),
}

FILE_NOTICES: dict[str, Promise] = {
    "external_links": _(
        "The workbook fetches values from other files. Those files were not opened: the values last seen were read."
    ),
    "merged": _("Merged cells (%(areas)s): the value counts for every cell of the area."),
    "merged_too_many": _("The sheet has so many merged cells that only the first %(limit)s areas were filled in."),
    "formulas": _(
        "Some formulas have no computed value (%(cells)s). Those cells are marked as faulty; "
        "open the file in your spreadsheet program and save it to have them computed."
    ),
    "no_heading": _("No row of headings was found, so the columns are named by their letters. Match them yourself."),
    "misfits": _(
        "These columns are left out, because few or none of their first values are known here: %(headings)s. "
        "You may match them all the same."
    ),
    "heading_row": _("The headings were found in row %(row)s; the rows above were left out."),
    "windows_1252": _("The file is not UTF-8 and was read as Windows-1252. Check that æ, ø and å look right."),
    "hidden_sheets": _("Hidden sheets are in the list too, but none of them is chosen by itself."),
}


class SheetError(Exception):
    """The file cannot be read. ``code`` is a key of `SHEET_ERRORS`."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    @property
    def message(self) -> str:
        """What is wrong and how to mend it, in the active language."""
        return str(SHEET_ERRORS[self.code]) % self.params

    def __str__(self) -> str:
        return self.message

    def stored(self) -> dict[str, Any]:
        """As kept on the job, to be said in the reader's language."""
        return {"code": self.code, "params": self.params}


def say(stored: dict[str, Any]) -> str:
    """The text of a stored error or notice of the file, in the active language."""
    text = SHEET_ERRORS.get(stored.get("code", "")) or FILE_NOTICES.get(stored.get("code", ""))
    return str(text) % stored.get("params", {}) if text else ""
