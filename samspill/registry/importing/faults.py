"""What can be wrong with a cell, said in the reader's language: stored are a code and its values, never a sentence."""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samspill.core.importing.cell_errors import Suggestion
from samspill.registry.importing.fields import label

FAULTS: dict[str, Promise] = {
    "no_title": _("The title is missing. Write one."),
    "too_long": _("The text has %(length)s characters; at most %(limit)s fit."),
    "same_title": _(
        "Rows %(rows)s have the same title. Give one of them another title, or the same identifier if they are one."
    ),
    "differs": _("Row %(row)s, which belongs to the same record, says “%(other)s”. Make them alike."),
    "formula_error": _("The formula in the cell gives an error. Mend it in the sheet, or write the value."),
    "not_computed": _(
        "The formula in the cell has no computed value. Open the file in your spreadsheet program, save it, "
        "and send it again, or write the value here."
    ),
    "date": _("This is not a date we understand. Write it as 22.11.2026, or just the year."),
    "date_order": _("The end date lies before the start date (%(start)s)."),
    "year": _("This is not a year. Write four digits, such as 2024."),
    "future": _("A readiness level cannot be dated later than today."),
    "no_year": _("The level has no year. Fill in the year of the row, or its date."),
    "level": _("“%(value)s” is not a level. Write one number from 1 to %(highest)s."),
    "level_several": _("“%(value)s” is several levels. Choose one of them."),
    "level_range": _("%(scale)s has levels from 1 to %(highest)s; %(value)s is outside."),
    "two_levels": _("Two different levels are given for %(when)s."),
    "other_scale": _(
        "This type is measured on %(scale)s, not on %(given)s. Write the level with the name of its own scale, "
        "or empty the cell."
    ),
    "scale_unknown": _("Unknown scale. The scales are: %(known)s."),
    "not_measured": _("Readiness is recorded on innovations only. Empty the cell, or choose another type."),
    "number": _("This is not a whole number of 0 or more. Write digits only."),
    "type_unknown": _("Unknown type. Use one of those suggested, or write another."),
    "type_kinds": _("The types belong to different kinds of entry (%(kinds)s). Keep those of one kind."),
    "sdg_unknown": _("There is no such goal. The goals have the numbers 1 to 17."),
    "code_unknown": _("Unknown here. Use one of those suggested, write another, or leave the column out."),
    "effect_later": _("The date lies in the future. Until then the effect is expected."),
    "effect_unknown": _(
        "Write an effect and for whom, such as “Energy efficiency – Citizens (achieved 2024-05-01)”, "
        "in words that the register has."
    ),
    "language_unknown": _("Unknown language. Write bokmål, nynorsk, English, Northern Sami or another."),
    "unit_unknown": _("No unit with this name in %(organisation)s."),
    "unit_ambiguous": _("Several units have this name. Choose which."),
    "link": _("This is not a web address. It begins with https:// or http://."),
    "partner_unknown": _(
        "No organisation with this name. Choose one of the nearest, correct the name, or tick "
        "“Make new organisations” where the columns are matched."
    ),
    "partner_former": _(
        "“%(value)s” is the name of a municipality that is no more. Choose the one that took its place, or correct the "
        "name."
    ),
    "partner_part": _("This looks like a part of %(name)s. Use that, or register the organisation first."),
    "partner_ambiguous": _("Several organisations have this name. Choose which; the number is what tells them apart."),
    "org_number": _(
        "“%(value)s” is not an organisation number: it has nine digits, and the last one checks the others. "
        "Correct it, or empty the cell to find the partner by name."
    ),
    "org_number_alone": _("No organisation with this number here, and the row does not say its name."),
    "org_numbers_differ": _("The row has %(numbers)s organisation numbers and %(names)s names. Make them pairs."),
    "municipality_number": _("No municipality has or had the number %(value)s."),
    "municipality_split": _("Municipality %(value)s is now several. Choose which."),
    "role_unknown": _("Unknown role. Use one of those suggested, write another, or leave the column out."),
    "person_name": _("“%(value)s” is not a full name. Write first name and family name."),
    "person_ambiguous": _("Several people here are called %(value)s. Choose which."),
    "person_place": _("No organisation or unit is called “%(value)s”. Correct it, or remove the brackets."),
    "other_register": _(
        "This is an entry of another register here. Read it in there, or empty the cell to make a new entry of it."
    ),
    "locked": _("The entry is %(status)s here and cannot be changed. Bring it back first, or leave the row out."),
    "refused": _("%(reason)s"),
}
NOTHING_LIKE_IT: dict[str, Promise] = {
    "type_unknown": _("Unknown type, and none is like it. Write the name of a type."),
    "code_unknown": _("Unknown here, and nothing is like it. Write another, or leave the column out."),
    "role_unknown": _("Unknown role, and none is like it. Write another, or leave the column out."),
    "partner_unknown": _(
        "No organisation with this name, and none is like it. Correct the name, or tick “Make new organisations” "
        "where the columns are matched."
    ),
}
"""What is said instead of `FAULTS` where nothing can be suggested."""

ROW_NOTICES: dict[str, Promise] = {
    "incomplete": _("Comes in as a draft, because this is missing: %(what)s."),
    "held": _("Comes in as a draft, because the sheet says “%(status)s”."),
    "new_organisation": _("A new organisation is made: %(name)s."),
    "new_person": _("A new person is made: %(name)s."),
    "namesake": _("A person called %(name)s is known at %(place)s. Write “%(name)s (%(place)s)” if it is the same."),
    "same_title_here": _("An entry with this title is in the register already; the row is held against it."),
    "other_title": _("The identifier is known here with another title: “%(title)s”. Is it the same?"),
    "summed": _("%(field)s is the sum of the rows."),
    "reading_missing": _("The level for %(when)s is no longer in the sheet. It stays here: levels are never removed."),
}


@dataclass(frozen=True)
class Fault:
    """One faulty cell. ``column`` is 0-based; ``value`` is what the cell holds."""

    row: int
    column: int
    heading: str
    value: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)
    suggestions: tuple[Suggestion, ...] = ()

    def stored(self) -> dict[str, Any]:
        """As kept with the record."""
        return asdict(self)


def message(stored: dict[str, Any]) -> str:
    """The sentence of a stored fault or notice, in the active language."""
    code = stored["code"]
    alone = "" if stored.get("suggestions") else NOTHING_LIKE_IT.get(code)
    text = alone or FAULTS.get(code) or ROW_NOTICES.get(code) or ""
    params = {name: say(value) for name, value in stored.get("params", {}).items()}
    return str(text) % params if text else ""


def say(value: Any) -> Any:
    """A value inside a sentence: lists of codes are turned into words by their translation."""
    if isinstance(value, list):
        return ", ".join(str(WORDS.get(str(item), item)) for item in value)
    if isinstance(value, str) and value.startswith("field:"):
        return label(value.removeprefix("field:"))
    return WORDS.get(value, value) if isinstance(value, str) else value


WORDS: dict[str, Promise] = {
    "needs:types": _("type"),
    "needs:summary": _("description"),
    "needs:parts": _("somebody who takes part"),
    "kind:innovation": _("innovation"),
    "kind:activity": _("activity"),
    "kind:result": _("result"),
    "kind:impact_case": _("impact case"),
    "status:archived": _("archived"),
    "status:withdrawn": _("withdrawn"),
    "status:draft": _("Draft"),
    "status:submitted": _("Submitted"),
    "status:returned": _("Returned"),
}
