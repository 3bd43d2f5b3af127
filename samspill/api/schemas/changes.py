"""What entries take in."""

from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field, WithJsonSchema

from samspill.api.schemas.base import (
    Address,
    Code,
    Day,
    EntryKind,
    Flag,
    IdentifierScheme,
    In,
    Line,
    Percent,
    RelationWord,
    Step,
    Text,
    TextLanguage,
    Title,
    Visibility,
    Way,
    Words,
    whole,
)  # fmt: skip

Codes = Annotated[list[Code], Field(max_length=100)]
Keywords = Annotated[list[Annotated[Words, Field(min_length=1, max_length=100)]], Field(max_length=100)]


def _detail(value: Any) -> Any:
    """A union would tell of each kind that it is not, with pointers that lead nowhere."""
    if isinstance(value, str):
        if len(value) > LONGEST:
            raise ValueError(_("Too long: at most %(most)s characters.") % {"most": LONGEST})
        return whole(value)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise ValueError(_("Send a text or a whole number."))


LONGEST = 20_000
Detail = Annotated[
    Any,
    AfterValidator(_detail),
    WithJsonSchema({"anyOf": [{"type": "string", "maxLength": LONGEST}, {"type": "integer"}, {"type": "null"}]}),
]
"""What an extra field says; `checked_details` holds it against the form of its field."""
EntryId = Annotated[Words, Field(min_length=1, max_length=20)]
ShortText = Annotated[Words, Field(max_length=100)]


class EntryChange(In):
    """Fields to change; those left out stay as they are. Codes are those of the vocabularies."""

    types: Codes | None = None
    title: Title | None = None
    own_word: ShortText | None = Field(None, description="What you call it yourselves.")
    summary: Text | None = Field(None, description="Markdown.")
    language: TextLanguage | None = None
    start_date: Day | None = None
    end_date: Day | None = None
    ways: Annotated[list[Way], Field(max_length=3)] | None = None
    sdgs: Annotated[list[Annotated[int, Field(strict=True, ge=1, le=17)]], Field(max_length=17)] | None = None
    disciplines: Codes | None = None
    service_areas: Codes | None = None
    keywords: Keywords | None = None
    market_potential: Text | None = None
    potential_effect: Text | None = None
    effects: Text | None = None
    beneficiaries: Text | None = None
    details: dict[str, Detail] | None = Field(None, description="By field code; see the vocabulary detail-fields.")
    visibility: Visibility | None = None
    register_: Code | None = Field(None, alias="register", description="Null takes the entry out of all registers.")
    reason: Line = Field("", description="Why: needed when the entry is published; the history shows it.")


class NewEntry(In):
    """A new draft, in a register, a unit or an organisation; the narrowest that is given decides the others."""

    kind: EntryKind
    title: Title
    register_: Code | None = Field(None, alias="register")
    unit: Code | None = None
    organisation: Code | None = None
    types: Codes = []
    own_word: ShortText = Field("", description="What you call it yourselves.")
    summary: Text = Field("", description="Markdown.")
    language: TextLanguage = "nb"
    start_date: Day | None = None
    end_date: Day | None = None
    ways: Annotated[list[Way], Field(max_length=3)] = []
    sdgs: Annotated[list[Annotated[int, Field(strict=True, ge=1, le=17)]], Field(max_length=17)] = []
    disciplines: Codes = []
    service_areas: Codes = []
    keywords: Keywords = []
    market_potential: Text = ""
    potential_effect: Text = ""
    effects: Text = ""
    beneficiaries: Text = ""
    details: dict[str, Detail] = Field({}, description="By field code; see the vocabulary detail-fields.")
    visibility: Visibility = "public"


class NewStep(In):
    """A step of the workflow."""

    step: Step
    message: Annotated[Text, Field(max_length=5000)] = Field("", description="Needed for return and withdraw.")


class ContributionChange(In):
    """Fields to change; those left out stay as they are."""

    roles: Codes | None = None
    share: Percent | None = Field(None, description="Percent; all shares of an entry sum to at most 100.")
    start_date: Day | None = None
    end_date: Day | None = None
    position: Annotated[int, Field(strict=True, ge=0, le=32_767)] | None = None


class NewContribution(ContributionChange):
    """A contributor: a person or a unit."""

    person: EntryId | None = None
    unit: Code | None = None


class ParticipationChange(In):
    """Fields to change; those left out stay as they are."""

    role: Code | None = None
    start_date: Day | None = None
    end_date: Day | None = None
    in_use_since: Day | None = None


class NewParticipation(ParticipationChange):
    """An organisation in a role."""

    organisation: Code
    role: Code


class NewReading(In):
    """A reading of readiness: a level such as trl-4, at a date."""

    level: Code
    date: Day
    year_only: Flag = False
    note: Annotated[Text, Field(max_length=5000)] = ""


class Correction(In):
    """A reading that takes the place of a wrong one; both stay."""

    level: Code
    reason: Title = Field(description="Why the earlier reading was wrong.")
    date: Day | None = None


class NewEvidence(In):
    """A link or a note. A file has an address of its own, /entries/{public_id}/evidence/files."""

    kind: Literal["link", "note"]
    title: Annotated[Words, Field(max_length=200)] = ""
    url: Address = ""
    note: Text = ""
    date: Day | None = None
    is_confidential: Flag = False


class NewFile(In):
    """What is said of a file, beside it."""

    title: Annotated[Words, Field(max_length=200)] = Field("", description="Its name, if nothing is given.")
    date: Day | None = None
    is_confidential: Literal["true", "false"] = "false"


class EvidenceChange(In):
    """Fields to change; those left out stay as they are."""

    title: Annotated[Title, Field(max_length=200)] = ""
    date: Day | None = None
    is_confidential: Flag = False


class NewIdentifier(In):
    """Where the same thing is in another archive: an address as it is pasted, or the identifier alone."""

    value: Annotated[Words, Field(min_length=1, max_length=500)]
    scheme: IdentifierScheme | None = Field(None, description="Seen from the address when it is left out.")


class NewRelation(In):
    """This entry grew from, led to, or documents another."""

    word: RelationWord
    entry: EntryId
