"""What may stand where in the XML that others harvest: the order of elements, and how often each may come.

Facts from the specifications, in tables of our own: OAI-PMH 2.0 (openarchives.org), unqualified Dublin Core, the
OpenAIRE CERIF profile 1.2 (openaire-guidelines-for-cris-managers), and ORCID works 3.0. They hold less than the XML
Schemas do (no patterns of values), and are always at hand; `tests/registry/test_formats.py` checks by the schemas
themselves where those are named.
"""

from typing import Any

from lxml import etree

OAI = "http://www.openarchives.org/OAI/2.0/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
CERIF = "https://www.openaire.eu/cerif-profile/1.2/"
ORCID = "http://www.orcid.org/ns/"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"

PERSON_ROLE = "DisplayName? Person? Affiliation* OrgUnit?"
PARTY_ROLE = "DisplayName? Person? OrgUnit?"
TABLES: dict[str, dict[str, str]] = {
    OAI: {
        "OAI-PMH": "responseDate request error* Identify? ListMetadataFormats? ListSets? GetRecord? ListIdentifiers? "
        "ListRecords?",
        "Identify": "repositoryName baseURL protocolVersion adminEmail+ earliestDatestamp deletedRecord granularity "
        "compression* description*",
        "ListMetadataFormats": "metadataFormat+",
        "metadataFormat": "metadataPrefix schema metadataNamespace",
        "ListSets": "set+ resumptionToken?",
        "set": "setSpec setName setDescription*",
        "GetRecord": "record",
        "ListIdentifiers": "header+ resumptionToken?",
        "ListRecords": "record+ resumptionToken?",
        "record": "header metadata? about*",
        "header": "identifier datestamp setSpec*",
    },
    CERIF: {
        "Person": "PersonName? Gender? ORCID? AlternativeORCID* ResearcherID? ScopusAuthorID? ISNI? DAI? Identifier* "
        "ElectronicAddress* Affiliation* Classification*",
        "PersonName": "FamilyNames? FirstNames? OtherNames?",
        "OrgUnit": "Type* Acronym? Name* RORID? GRID? ISNI? FundRefID? Identifier* ElectronicAddress* PartOf*",
        "Project": "Type* Acronym? Title* Identifier* StartDate? EndDate? Consortium? Team? Funded* Subject* Keyword* "
        "Abstract* Status*",
        "Publication": "Type Language? Title* Subtitle* NameAbbreviation* PublishedIn? PartOf? PublicationDate? "
        "Number? Volume? Issue? Edition? StartPage? EndPage? DOI? Handle? PMCID? ISSN* ISBN* URL? "
        "URN? ZDB-ID? Authors? Editors? Publishers? License* Subject* Keyword* Abstract* Status* "
        "OriginatesFrom* PresentedAt* OutputFrom* Coverage* References* Access?",
        "Product": "Type Language* Name* VersionInfo* ARK? DOI? Handle? URL? URN? Creators? Publishers? License* "
        "Description* Subject* Keyword* PartOf? OriginatesFrom* PresentedAt* Coverage* References* Access?",
        "Patent": "Type Title* VersionInfo* RegistrationDate? ApprovalDate? PublicationDate? CountryCode? Issuer* "
        "PatentNumber? URL? Inventors? Holders? Abstract* Subject* Keyword* OriginatesFrom* Predecessor* References*",
        "Event": "Type* Acronym? Name* Place? Country? StartDate? EndDate? Description* Subject* Keyword* Organizer* "
        "Sponsor* Partner*",
        "Service": "Compatibility* Acronym? Name* Identifier* Description* WebsiteURL? OAIPMHBaseURL? "
        "SubjectHeadingsURL* Owner*",
        "PublishedIn": "Publication", "Affiliation": "DisplayName? OrgUnit", "PartOf": "DisplayName? OrgUnit",
        "Consortium": "Coordinator* Partner* Contractor* InkindContributor* Member*",
        "Team": "PrincipalInvestigator* Contact* Member*", "Funded": "By? As?",
        "Authors": "Author+", "Creators": "Creator+", "Publishers": "Publisher+", "Inventors": "Inventor+",
        "Holders": "Holder+", "Author": PERSON_ROLE, "Creator": PERSON_ROLE,
        "Inventor": "DisplayName? Person Affiliation*", "Publisher": PARTY_ROLE, "Holder": PARTY_ROLE,
        "Coordinator": PARTY_ROLE, "Member": PERSON_ROLE, "By": PARTY_ROLE, "Partner": PARTY_ROLE,
        "Organizer": "OrgUnit", "Sponsor": "OrgUnit",
        "OriginatesFrom": "Project", "PresentedAt": "Event", "OutputFrom": "Event", "Coverage": "Event",
        "References": "Publication? Patent? Product?",
    },
    ORCID: {
        "work": "title journal-title? short-description? citation? type publication-date? external-ids? url? "
        "contributors? language-code? country?",
        "publication-date": "year? month? day?", "citation": "citation-type citation-value",
        "external-ids": "external-id+", "contributors": "contributor+",
        "external-id": "external-id-type external-id-value external-id-url? external-id-relationship?",
        "contributor": "contributor-orcid? credit-name? contributor-attributes?",
        "contributor-attributes": "contributor-sequence? contributor-role?",
    },
}  # fmt: skip
"""By namespace: parent -> its children in their order; ``?`` may be missing, ``*`` and ``+`` may come again."""

ENTITIES = {"Person", "OrgUnit", "Project", "Publication", "Product", "Patent", "Event", "Service"}
DC_ELEMENTS = {
    "title", "creator", "subject", "description", "publisher", "contributor", "date", "type", "format", "identifier",
    "source", "language", "relation", "coverage", "rights",
}  # fmt: skip


def faults(root: Any) -> list[str]:
    """What stands where it may not, in the whole tree."""
    found = []
    for node in root.iter(etree.Element):
        name = etree.QName(node)
        space = ORCID if str(name.namespace).startswith(ORCID) else str(name.namespace)
        children = [str(etree.QName(child).localname) for child in node.iterchildren(etree.Element)]
        table = TABLES.get(space, {})
        if name.localname in table and (children or name.localname not in ENTITIES):  # else a link by its id alone
            found += [f"{name.localname}: {fault}" for fault in _out_of_order(children, table[name.localname])]
        elif space == CERIF and children:
            found.append(f"{name.localname} holds {children}, and the profile has nothing there")
        if space == DUBLIN_CORE and (children or name.localname not in DC_ELEMENTS):
            found.append(f"{name.localname} is none of the fifteen elements, or holds others")
        if space == CERIF and name.localname in ENTITIES and node.get("id") == "":
            found.append(f"{name.localname} has an empty id")
        if space == OAI and name.localname == "record":
            is_gone = node.find(f"{{{OAI}}}header").get("status") == "deleted"
            if is_gone == ("metadata" in children):
                found.append("a record that is deleted has metadata, or one that is there has none")
    if etree.QName(root).localname == "OAI-PMH":
        if not root.get(f"{XSI}schemaLocation", "").startswith(f"{OAI} "):
            found.append("the envelope does not say which schema it keeps to")
        if len(root) != 3 and root.find(f"{{{OAI}}}error") is None:
            found.append("the envelope answers no verb, or several")
    return found


def _out_of_order(children: list[str], allowed: str) -> list[str]:
    """Walks the table along with the children."""
    found, place = [], 0
    for rule in allowed.split():
        wanted, times = (rule[:-1], rule[-1]) if rule[-1] in "?*+" else (rule, "1")
        number = 0
        while place < len(children) and children[place] == wanted:
            place, number = place + 1, number + 1
        if (number == 0 and times in "1+") or (number > 1 and times in "1?"):
            found.append(f"{wanted} comes {number} times")
    if place < len(children):
        found.append(f"{children[place]} is not known there, or comes too late")
    return found
