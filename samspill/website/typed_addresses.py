"""What somebody who searches has pasted in place of words: an address or number of ours, or an ORCID iD."""

import re

from django.urls import reverse

from samspill.core.short_codes import ALPHABET
from samspill.parties.domain.acting import Acting
from samspill.parties.models import Person
from samspill.parties.queries import find_person
from samspill.registry.models import Entry
from samspill.website.people import may_see_person

CODE = rf"[{ALPHABET}]{{8}}"
ADDRESS = re.compile(rf"(?:https?://[^/\s]+)?(?:/(?:nn|en))?/(?P<what>e|personer)/(?P<code>{CODE})(?:[/?#]\S*)?")
ORCID = re.compile(r"(?:https?://orcid\.org/)?(?P<orcid>(?:\d{4}-){3}\d{3}[\dX])/?", re.IGNORECASE)


def page_of(text: str, acting: Acting) -> str:
    """The address of the page that is meant by the whole text; empty when it is none that this reader may see."""
    text = text.strip().strip("<>")
    if found := ORCID.fullmatch(text):
        return _person(Person.objects.filter(orcid=found["orcid"].upper(), is_public=True).first(), acting)
    if found := ADDRESS.fullmatch(text):
        return (
            _person(find_person(found["code"]), acting)
            if found["what"] == "personer"
            else _entry(found["code"], acting)
        )
    return _entry(text, acting) if re.fullmatch(CODE, text) else ""


def _entry(code: str, acting: Acting) -> str:
    known = Entry.objects.visible_to(acting).filter(public_id=code).exists()
    return reverse("website:entry", args=[code]) if known else ""


def _person(person: Person | None, acting: Acting) -> str:
    known = person is not None and person.is_public and may_see_person(acting, person)
    return reverse("website:person", args=[person.public_id]) if person and known else ""
