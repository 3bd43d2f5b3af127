"""What can be wrong with a row, said in the reader's language: kept are a code and its values, never a sentence."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FAULTS: dict[str, Promise] = {
    "unknown_column": _(
        "No column of this list is called that, so it would not be read. Give it one of these names, or remove it: "
        "%(known)s."
    ),
    "twice_column": _("The file has this column twice, and only the first is read. Remove one of them."),
    "unknown_organisation": _(
        "No organisation has this code. Correct it, or empty the cell to make a new organisation."
    ),
    "unknown_unit": _("No unit has this code. Correct it, or empty the cell to make a new unit."),
    "unknown_person": _("No person has this number. Copy it from a new export."),
    "merged": _("This person was merged with another, whose number is %(now)s. Write that, or remove the row."),
    "twice": _("Row %(row)s is about the same. Keep one of the two rows."),
    "refused": _("%(reason)s"),
    "meanwhile": _(
        "Somebody else changed this after the file was looked through, and nothing is written over it. "
        "Look through the file again to see what is saved now."
    ),
    "formula_error": _("The formula in the cell gives an error. Mend it in the sheet, or write the value."),
    "not_computed": _(
        "The formula in the cell has no computed value. Open the file in your spreadsheet program, save it, "
        "and send it again."
    ),
    "no_name": _("The name is missing. Write one; a party is closed on its own page, and never by an empty name."),
    "same_name": _(
        "“%(name)s” has this name already. To change it, write “%(key)s” in the first column. If this is another, "
        "make it on the page of new ones, where you are asked."
    ),
    "same_name_here": _("Row %(row)s makes a new one with the same name. Keep one of the two rows."),
    "same_number": _(
        "%(name)s has this organisation number already. If it is the same, write “%(key)s” in the first column; "
        "otherwise correct the number."
    ),
    "same_ror": _(
        "%(name)s has this ROR id already. If it is the same, write “%(key)s” in the first column; otherwise correct "
        "the id."
    ),
    "same_orcid": _(
        "%(name)s has this ORCID iD already. If it is the same person, write “%(key)s” in the first column and ask an "
        "administrator to merge them; otherwise correct the iD."
    ),
    "unnamed_orcid": _(
        "Somebody without a public page has this ORCID iD already. Correct it; if it is the same person, ask an "
        "administrator."
    ),
    "same_here": _("Row %(row)s has the same. Correct one of the two."),
    "kind_unknown": _("Unknown kind. Write one of: %(known)s."),
    "level_unknown": _("Unknown kind of unit. Write one of: %(known)s."),
    "country": _("Write the code of the country: two letters, such as NO, SE or DK."),
    "yes_or_no": _("Write Yes or No."),
    "municipality_unknown": _("No municipality has this number. It has four digits, such as 5001."),
    "date": _("This is not a date we understand. Write it as 22.11.2026, or just the year."),
    "date_order": _("The last day lies before the first day."),
    "parent_unknown": _(
        "No unit has this code. Correct it. A unit that is new in this file has no code yet: take in the file first, "
        "export it anew, and place the other below it then."
    ),
    "parent_elsewhere": _("%(unit)s belongs to another organisation. Write the code of a unit of the same."),
    "circular": _("The unit would lie below itself. Write the code of a unit that is not inside it."),
    "other_organisation": _(
        "A unit stays in its organisation. Write “%(own)s” again, or empty the code of the unit to make a new unit."
    ),
    "organisation_unknown": _(
        "No organisation has this code. Correct it; the code stands in the list of organisations."
    ),
    "organisation_missing": _("Write the code of the organisation that the new unit belongs to."),
    "new_person": _(
        "A new person needs a place to belong, and that cannot be read from this list. Make the person here first "
        "(Parties, New person), or remove the row."
    ),
    "same_person": _(
        "There is somebody called %(name)s already, with the number %(key)s. If it is the same person, write that in "
        "the first column; otherwise make the person here (Parties, New person)."
    ),
}

NOTES: dict[str, Promise] = {
    "address": _("Not taken in: the address follows from the first column and never changes."),
    "municipality": _("Not taken in: the name follows from the municipality number. Change that instead."),
    "county": _("Not taken in: the county follows from the municipality number. Change that instead."),
    "organisation": _("Not taken in: the name of an organisation is changed in the list of organisations."),
    "belongs_to": _("Not taken in: where somebody belongs is changed on the page of the person."),
}


def message(stored: dict[str, Any]) -> str:
    """The sentence of a kept fault or note, in the active language."""
    text = FAULTS.get(stored["code"]) or NOTES.get(stored["code"])
    return str(text) % stored["params"] if text else ""
