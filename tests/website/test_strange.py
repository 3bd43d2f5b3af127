"""A filter whose name is misspelt is told of in every list, as an unknown value is; nothing that others add is."""

import pytest
from django.test import Client

from tests.website.helpers import text_of

pytestmark = pytest.mark.django_db
ALERT = '<div class="ds-alert" data-color="warning">'
LISTS = ["/sok/", "/sok/?q=varme", "/innovasjoner/", "/partnere/", "/sentre/", "/kanaler/vist/", "/fortellinger/"]


@pytest.mark.parametrize("address", LISTS)
def test_a_filter_that_nobody_knows_is_told_of(client: Client, address: str) -> None:
    html = text_of(client, f"{address}{'&' if '?' in address else '?'}farge=x&%3Cb%3E=1")
    assert "Vi kjenner ikke til farge; &lt;b&gt;. Listen er ikke avgrenset av det." in html
    assert html.count(ALERT) == 1
    extras = "utm_source=brev&page=1&after=&before=&format=html&language=nb&fbclid=1"
    assert ALERT not in text_of(client, f"{address}{'&' if '?' in address else '?'}{extras}")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/partnere/?kind=tull", "Slag: tull"),
        ("/partnere/?county=99", "Fylke: 99"),
        ("/kanaler/vist/?channel=tull", "Kanal: tull"),
        ("/kanaler/vist/?year=i+fjor", "År: i fjor"),
        ("/fortellinger/?form=tull", "Former: tull"),
    ],
)
def test_so_is_a_value(client: Client, address: str, said: str) -> None:
    assert f"Vi kjenner ikke til {said}. " in text_of(client, address)
