"""Data of the wrong shape (a missing field, a text where a number belongs), told in words."""

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from ninja.errors import ValidationError

from samspill.api.problems import Fault, Problem, pointer_to


def problem(error: ValidationError) -> Problem:
    """422 for the body, 400 for the query string, 404 for the path: an address that cannot be leads nowhere."""
    by_source: dict[str, list[dict[str, Any]]] = {}
    for found in error.errors:
        by_source.setdefault(str(found["loc"][0]), []).append(found)
    if "path" in by_source:
        return Problem("not-found", _("There is nothing at this address, or you may not see it."))
    if "query" in by_source:
        faults = [_in_query(found) for found in by_source["query"]]
        return Problem("bad-parameter", " ".join(f"{one.parameter}: {one.message}" for one in faults), faults)
    faults = [_in_body(found) for found in error.errors[:100]]
    count = len(error.errors)
    told = ngettext("One fault in the body. See “errors”.", "%(count)s faults in the body. See “errors”.", count)
    return Problem("invalid", told % {"count": count}, faults)


def _in_query(found: dict[str, Any]) -> Fault:
    message, mend = words(found)
    return Fault(message, parameter=str(found["loc"][1]) if len(found["loc"]) > 1 else "", mend=mend)


def _in_body(found: dict[str, Any]) -> Fault:
    message, mend = words(found)
    source, *place = found["loc"]
    return Fault(message, pointer=pointer_to(*(place[1:] if source == "body" else place)), mend=mend)  # not of a form


def words(found: dict[str, Any]) -> tuple[str, str]:
    """What is wrong, and how to mend it, for one of pydantic's errors."""
    kind, about = str(found["type"]), found.get("ctx", {})
    if kind == "missing":
        return _("This is missing."), _("Send it.")
    if kind == "extra_forbidden":
        return _("There is no such field here."), _("Take it out, or check its spelling in the document of the API.")
    if kind == "string_too_long" or (kind == "too_long" and about.get("field_type") == LOOKED_AT):
        return _("Too long: at most %(most)s characters.") % {"most": about.get("max_length")}, _("Make it shorter.")
    if kind == "too_long":
        return _("Too many: at most %(most)s.") % {"most": about.get("max_length")}, _("Send fewer.")
    if kind in ("string_too_short", "too_short"):
        return _("Too short: at least %(least)s.") % {"least": about.get("min_length")}, _("Write something.")
    if kind in ("literal_error", "enum"):
        values = ", ".join(re.findall("'([^']*)'", about.get("expected", "")))
        return _("Not one of the values that are possible here."), _("Use one of: %(values)s.") % {"values": values}
    if kind == "string_pattern_mismatch":
        return _("Not in the form that is asked for here."), _("It is to fit %(pattern)s.") % {
            "pattern": about.get("pattern", "")
        }
    if kind in ("decimal_max_digits", "decimal_max_places", "decimal_whole_digits"):
        most = about.get("max_digits", about.get("decimal_places", about.get("whole_digits")))
        if kind == "decimal_max_places":
            return _("Too many decimals: at most %(most)s.") % {"most": most}, _("Round it.")
        return _("Too many digits: at most %(most)s.") % {"most": most}, ""
    if kind == "value_error":
        return str(about.get("error", found["msg"])).removeprefix("Value error, "), ""
    if kind in ("greater_than_equal", "less_than_equal", "greater_than", "less_than"):
        limit = about.get("ge", about.get("gt", about.get("le", about.get("lt"))))
        side = (
            _("Too small: the least is %(limit)s.")
            if kind.startswith("greater")
            else _("Too large: the most is %(limit)s.")
        )
        return side % {"limit": limit}, ""
    wanted = TYPES.get(kind.removesuffix("_type").removesuffix("_parsing"))
    if wanted:
        return _("Wrong kind of value."), wanted()
    return str(found["msg"]), ""


LOOKED_AT = "Value"
"""What pydantic calls a text that we have looked at ourselves (`Words`), as it no longer knows that it is one."""

TYPES: dict[str, Any] = {
    "string": lambda: _("Send a text in quotation marks."),
    "string_unicode": lambda: _("Send a text of whole Unicode characters."),
    "int": lambda: _("Send a whole number."),
    "decimal": lambda: _("Send a number."),
    "bool": lambda: _("Send true or false."),
    "list": lambda: _("Send a list."),
    "dict": lambda: _("Send an object."),
    "model_attributes": lambda: _("Send an object."),
    "model": lambda: _("Send an object."),
}
