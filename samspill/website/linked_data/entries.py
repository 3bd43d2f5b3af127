"""An entry as CreativeWork, Event, Product … with everybody's part in it."""

from samspill.core.markdown import to_plain
from samspill.registry.choices import Kind
from samspill.registry.formats.records import HELPERS
from samspill.registry.models import Contribution, EntryIdentifier
from samspill.website.entry_page import EntryPage
from samspill.website.linked_data.terms import CONTEXT, Data, address, filled, organisation, person, same_as, unit

WORK = "CreativeWork"
TYPES: dict[str, list[str]] = {
    # A Product or Service has no contributors in schema.org, so an innovation is a work as well.
    "product": [WORK, "Product"],
    "service": [WORK, "Service"],
    "career_day": ["BusinessEvent"],
    "conference": ["BusinessEvent"],
    "guest_lecture": ["EducationEvent"],
    "seminar": ["EducationEvent"],
    "workshop": ["EducationEvent"],
    "bachelor_thesis": ["Thesis"],
    "master_thesis": ["Thesis"],
    "project_thesis": ["Thesis"],
    "project_course": ["Course"],
    "innovation_course": ["Course"],
    "partner_project": [WORK, "Project"],
    "pilot_project": [WORK, "Project"],
    "media_outreach": [WORK],
    "software": ["SoftwareSourceCode"],
    "data_set": ["Dataset"],
    "article": ["ScholarlyArticle"],
    "report": ["Report"],
    "artistic_work": [WORK],
    "impact_case": ["Article"],
}
"""Type of entry -> types of schema.org; the kind decides for the others."""
BY_KIND = {
    Kind.INNOVATION: [WORK],
    Kind.ACTIVITY: ["Event"],
    Kind.RESULT: [WORK],
    Kind.IMPACT_CASE: ["Article"],
}


def entry_data(page: EntryPage) -> Data | None:
    """The entry in JSON-LD; None when not everyone may see it."""
    entry = page.entry
    if not entry.is_public:
        return None
    types = next((TYPES[code] for code in entry.types if code in TYPES), BY_KIND[Kind(entry.kind)])
    short = address("entry", entry.public_id)
    began, ended = entry.start_date, entry.end_date
    is_event = any(name.endswith("Event") for name in types)
    data: Data = {
        "@context": CONTEXT,
        "@type": types if len(types) > 1 else types[0],
        "@id": short,
        "url": address("entry", entry.public_id, entry.slug),
        "identifier": [
            short,
            *filter(None, [str(entry.details.get("identifier", ""))]),
            *(_elsewhere(one) for one in page.identifiers),
        ],
        "sameAs": same_as(*(one.url for one in page.identifiers)),
        "name": entry.title,
        "alternateName": entry.own_word,
        "description": to_plain(entry.summary, length=5000),
        "inLanguage": page.lang,
        "additionalType": [type.name for type in page.types],
        "keywords": entry.keywords,
        "about": [{"@type": "DefinedTerm", "name": row.name} for row in (*page.goals, *page.disciplines, *page.areas)],
        "contributor": [*_contributors(page), *_partners(page)],
        "isPartOf": _register(page),
    }
    if is_event:
        data |= {
            "startDate": began.isoformat() if began else "",
            "endDate": ended.isoformat() if ended else "",
            "organizer": organisation(entry.organisation),
            "location": {"@type": "Place", "name": str(entry.details["place"])} if entry.details.get("place") else None,
            "subjectOf": {"@type": "WebPage", "url": short, "dateModified": entry.updated_at.isoformat()},
        }
        data.pop("isPartOf")
    else:
        data |= {
            "dateCreated": began.isoformat() if began else "",
            "datePublished": entry.published_at.isoformat() if entry.published_at else "",
            "dateModified": entry.updated_at.isoformat(),
            "publisher": organisation(entry.organisation),
            "headline": entry.title[:110] if types[0].endswith("Article") else "",
        }
    if entry.kind == Kind.RESULT:  # it was published where it came out, which need not be with those who tell of it
        data |= {
            "author": _authors(page),
            "datePublished": began.isoformat() if began else "",
            "sourceOrganization": data.pop("publisher"),
        }
    return filled(data)


def _elsewhere(one: EntryIdentifier) -> Data:
    """What the entry is called in another archive; ``propertyID`` is the code of the kind of identifier."""
    return filled({"@type": "PropertyValue", "propertyID": one.scheme, "value": one.value, "url": one.url})


def _register(page: EntryPage) -> Data | None:
    register = page.entry.register
    if register is None or not register.is_public:
        return None
    place = address("register", register.code)
    return {"@type": "Collection", "@id": place, "url": place, "name": register.name}


def _contributors(page: EntryPage) -> list[Data]:
    found = ((_who(one.contribution), one.roles) for one in page.contributors)
    return [_in_role(who, roles) for who, roles in found if who]


def _authors(page: EntryPage) -> list[Data]:
    """Those who made it, as citations name them: not those who only helped."""
    parts = [one.contribution for one in page.contributors]
    makers = [part for part in parts if not (part.roles and set(part.roles) <= HELPERS)] or parts
    return [who for who in map(_who, makers) if who]


def _who(part: Contribution) -> Data | None:
    return person(part.person) if part.person else unit(part.unit) if part.unit else None


def _partners(page: EntryPage) -> list[Data]:
    return [_in_role(organisation(one.participation.organisation), [one.role.name]) for one in page.partners]


def _in_role(who: Data, roles: list[str]) -> Data:
    """Somebody's part: the same property twice, with a Role between (schema.org/Role)."""
    return {"@type": "Role", "roleName": roles, "contributor": who} if roles else who
