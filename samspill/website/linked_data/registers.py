"""Registers as catalogues of data that can be fetched."""

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from samspill.core.exporting import FORMS
from samspill.core.markdown import to_plain
from samspill.registry.models import Register
from samspill.website.linked_data.terms import CONTEXT, Data, address, filled, organisation, unit


def register_data(one: Register) -> Data | None:
    """A register with its data set in each form of export; None when it is not shown to everyone."""
    if not one.is_public:
        return None
    place = address("register", one.code)
    keeper = unit(one.unit) if one.unit else organisation(one.organisation)
    return {"@context": CONTEXT} | filled(
        {
            "@type": ["DataCatalog", "Collection"],
            "@id": place,
            "url": place,
            "name": one.name,
            "description": to_plain(one.description, length=5000),
            "identifier": one.code,
            "creator": keeper,
            "publisher": organisation(one.organisation),
            "dataset": filled(
                {
                    "@type": "Dataset",
                    "@id": f"{place}#data",
                    "name": one.name,
                    "description": to_plain(one.description, length=5000) or one.name,
                    "creator": keeper,
                    "isAccessibleForFree": True,
                    "distribution": [_download(form, one.code) for form in FORMS],
                }
            ),
        }
    )


def _download(form: str, code: str) -> Data:
    query = urlencode({"register": code})
    return {
        "@type": "DataDownload",
        "encodingFormat": FORMS[form][0].split(";", maxsplit=1)[0],
        "contentUrl": f"{settings.SITE_URL}{reverse('website:export_entries', args=[form])}?{query}",
    }
