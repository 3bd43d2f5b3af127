"""Sets: those that the OpenAIRE CERIF profile demands, one for each kind of entry, one for each public register."""

from collections.abc import Iterator

from django.db.models import Q

from samspill.registry.choices import Kind
from samspill.registry.models import HarvestRecord, Register

CRIS = "openaire_cris_"
ENTITIES = (
    "publications", "products", "patents", "persons", "orgunits", "projects", "funding", "events", "equipments",
)  # fmt: skip
"""All must be known, also those that we never fill (funding, equipments)."""

KIND, REGISTER = "kind_", "register_"


def all_sets() -> Iterator[tuple[str, str]]:
    """setSpec and setName of every set."""
    for entity in ENTITIES:
        yield f"{CRIS}{entity}", f"OpenAIRE_CRIS_{entity}"
    for kind in Kind.values:
        yield f"{KIND}{kind}", f"Entries of the kind {kind.replace('_', ' ')}"
    for code, name in Register.objects.filter(is_public=True).values_list("code", "name_nb"):
        yield f"{REGISTER}{code}", name


def of_record(record: HarvestRecord) -> list[str]:
    """The sets that a record is in."""
    return [
        *([f"{CRIS}{record.entity}"] if record.entity else []),
        *([f"{KIND}{record.kind}"] if record.kind else []),
        *([f"{REGISTER}{record.register}"] if record.register else []),
    ]


def condition(spec: str) -> Q | None:
    """Which records a set holds; None when no set is called so."""
    if spec.startswith(CRIS) and spec.removeprefix(CRIS) in ENTITIES:
        return Q(entity=spec.removeprefix(CRIS))
    if spec.startswith(KIND) and spec.removeprefix(KIND) in Kind.values:
        return Q(kind=spec.removeprefix(KIND))
    if spec.startswith(REGISTER) and spec != REGISTER:
        return Q(register=spec.removeprefix(REGISTER))
    return None
