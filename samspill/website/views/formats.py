"""Entries as files for others: Dublin Core, CERIF, BibTeX, and works for ORCID (R-CHN-04, R-CHN-07)."""

from collections.abc import Callable, Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from samspill.core.policy import require
from samspill.core.xml_tree import document
from samspill.parties.domain.acting import acting_for
from samspill.parties.queries import find_person
from samspill.registry import policies
from samspill.registry.formats import bibtex, cerif_entries, dublin_core, orcid, records
from samspill.registry.formats.records import EntryRecord
from samspill.registry.models import Entry
from samspill.website import queries
from samspill.website.people import may_see_person

XML, JSON = "application/xml; charset=utf-8", "application/json; charset=utf-8"


def _cerif(record: EntryRecord) -> str:
    element = cerif_entries.of_entry(record)
    if element is None:
        raise Http404  # the profile has no place for it; the page offers no link then either
    return document(element)


ENTRY: dict[str, tuple[str, str, Callable[[EntryRecord], str]]] = {
    "dublin-core": ("dc.xml", XML, lambda record: document(dublin_core.of_entry(record))),
    "cerif": ("cerif.xml", XML, _cerif),
    "bibtex": ("bib", bibtex.CONTENT_TYPE, bibtex.of_entry),
    "orcid-xml": ("orcid.xml", XML, orcid.work_xml),
    "orcid-json": ("orcid.json", JSON, orcid.work_json),
}
"""Format -> ending of the file's name, content type, and who writes it."""

PERSON: dict[str, tuple[str, str, Callable[[Sequence[EntryRecord]], str]]] = {
    "bibtex": ("bib", bibtex.CONTENT_TYPE, bibtex.of_entries),
    "orcid-xml": ("orcid.xml", XML, orcid.works_xml),
    "orcid-json": ("orcid.json", JSON, orcid.works_json),
}


@require_safe
def entry_file(request: HttpRequest, public_id: str, form: str) -> HttpResponse:
    """One entry as a file, for those who may see the entry."""
    if form not in ENTRY:
        raise Http404
    entry = get_object_or_404(Entry, public_id=public_id)
    require(policies.may_see(acting_for(request.user), entry))
    ending, content_type, write = ENTRY[form]
    (record,) = records.load(Entry.objects.filter(pk=entry.pk))
    return _file(write(record), f"{entry.public_id}.{ending}", content_type)


@require_safe
def person_file(request: HttpRequest, public_id: str, form: str) -> HttpResponse:
    """What a person has contributed to, as a file: the entries on the person's page, but for parts they dispute."""
    person = find_person(public_id)
    acting = acting_for(request.user)
    if form not in PERSON or person is None or not may_see_person(acting, person):
        raise Http404
    if person.public_id != public_id:
        return redirect("website:person_file", public_id=person.public_id, form=form, permanent=True)
    ending, content_type, write = PERSON[form]
    found = [
        one
        for one in records.load(queries.listed(acting).filter(queries.by_person(person)))
        if any(part.person == person for part in [*one.creators, *one.helpers])
    ]
    return _file(write(found), f"{person.public_id}.{ending}", content_type)


def _file(text: str, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(text, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="samspill-{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=60"
    return response
