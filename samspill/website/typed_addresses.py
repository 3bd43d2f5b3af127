"""What somebody who searches has pasted in place of words: an address or number of ours, an ORCID iD, an e-mail."""

import re

from django.core.exceptions import ValidationError
from django.urls import reverse

from samspill.core.search.parsing import EMAIL
from samspill.core.short_codes import ALPHABET
from samspill.parties.domain.acting import Acting
from samspill.parties.models import Organisation, Person, Unit
from samspill.parties.queries import find_person
from samspill.registry import identifiers
from samspill.registry.models import Entry, EntryIdentifier
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
    if EMAIL.fullmatch(text):
        return _with_email(text)
    return (_entry(text, acting) if re.fullmatch(CODE, text) else "") or _identified(text, acting)


def _with_email(email: str) -> str:
    """The unit or organisation that shows this address; nobody's own is looked for."""
    for model, name in ((Unit, "website:unit"), (Organisation, "website:organisation")):
        code = model._default_manager.filter(contact_email__iexact=email).values_list("code", flat=True).first()
        if code:
            return reverse(name, args=[code])
    return ""


def _identified(text: str, acting: Acting) -> str:
    """The entry that is known by this identifier elsewhere."""
    scheme = identifiers.guess(text)
    try:
        value = identifiers.read(scheme, text)
    except ValidationError:
        return ""
    same = EntryIdentifier.objects.filter(scheme=scheme, value__in={value, value.lower()}).values("entry")
    code = Entry.objects.visible_to(acting).filter(pk__in=same).values_list("public_id", flat=True).first()
    return reverse("website:entry", args=[code]) if code else ""


def _entry(code: str, acting: Acting) -> str:
    known = Entry.objects.visible_to(acting).filter(public_id=code).exists()
    return reverse("website:entry", args=[code]) if known else ""


def _person(person: Person | None, acting: Acting) -> str:
    known = person is not None and person.is_public and may_see_person(acting, person)
    return reverse("website:person", args=[person.public_id]) if person and known else ""
