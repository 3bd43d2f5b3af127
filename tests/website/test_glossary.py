"""Different words for one thing are kept, and tied together."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("R-REC-08")
def test_a_byname_finds_the_word_that_samspill_uses(client: Client) -> None:
    page = client.get(reverse("website:glossary"), {"q": "nyskaping"}).content.decode()
    assert ">innovasjon</th>" in page
    assert ">tilknytning</th>" not in page


def test_an_unknown_word_is_answered_with_a_way_on(client: Client) -> None:
    page = client.get(reverse("website:glossary"), {"q": "qqq<script>"}).content.decode()
    assert "qqq&lt;script&gt;" in page
    assert f'href="{reverse("website:glossary")}"' in page
    assert "<table" not in page
