"""An address that is too long gets a page in the reader's language that says what to do."""

import pytest
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/sok/", "Adressen var for lang"),
        ("/nn/sok/", "Adressa var for lang"),
        ("/en/innovasjoner/", "The address was too long"),
    ],
)
def test_too_long_in_every_language(client: Client, path: str, said: str) -> None:
    answer = client.get(f"{path}?q={'a' * 200_000}")
    assert answer.status_code == 414
    assert f'<h1 class="ds-heading" data-size="xl">{said}</h1>' in answer.text
    assert "Content-Security-Policy" in answer.headers


@pytest.mark.django_db
def test_a_program_is_told_in_its_own_form(client: Client) -> None:
    answer = client.get(f"/api/v1/search?q={'a' * 200_000}")
    assert answer.status_code == 414
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
def test_what_is_merely_long_is_answered(client: Client) -> None:
    answer = client.get(f"/sok/?q={'havvind%20' * 6_000}")
    assert answer.status_code == 200
    assert "lengre enn 400 tegn" in answer.text
