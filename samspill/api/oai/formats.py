"""Metadata formats: which there are, for which records, and who writes them."""

from dataclasses import dataclass

from samspill.registry.formats import cerif, dublin_core

DC = "oai_dc"


@dataclass(frozen=True)
class Format:
    """A metadata format as ListMetadataFormats tells of it."""

    prefix: str
    schema: str
    namespace: str


FORMATS = {
    one.prefix: one
    for one in (
        Format(DC, dublin_core.SCHEMA, dublin_core.NAMESPACE),
        Format("oai_cerif_openaire", cerif.SCHEMA, cerif.NAMESPACE),
        # The name that the samples of the profile 1.2 use; the same records.
        Format("oai_cerif_openaire_v1_2", cerif.SCHEMA, cerif.NAMESPACE),
    )
}


def has(prefix: str, entity: str) -> bool:
    """Whether a record of this entity can be had in the format: all in Dublin Core; CERIF has no place for some."""
    return prefix == DC or (prefix in FORMATS and bool(entity))
