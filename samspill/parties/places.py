"""Municipalities, counties and regions by number or code; kept by the process (`core.kept`)."""

from samspill.core.kept import KeptRows
from samspill.core.sorting import by_name
from samspill.parties.models import County, Municipality, Region

municipalities = KeptRows(
    lambda: {
        row.number: row
        for row in Municipality.objects.select_related("county__region")
        .order_by(by_name("name"))
        .defer("reference_values")
    },
    Municipality,
    County,
)
counties = KeptRows(
    lambda: {row.number: row for row in County.objects.select_related("region").order_by(by_name("name"))}, County
)
regions = KeptRows(lambda: {row.code: row for row in Region.objects.all()}, Region)
