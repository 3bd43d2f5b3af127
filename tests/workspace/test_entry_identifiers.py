"""Identifiers that an entry has in other archives: pasted, checked, shown, taken away."""

import pytest
from django.core.exceptions import ValidationError

from samspill.core.checksums import isbn_is_valid
from samspill.registry import identifiers
from samspill.registry.models import EntryIdentifier
from tests.scenes import Scene, client_of, page

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-CHN-07")]

NVA = "0198cc623366-a2a951d5-8763-4125-8cdb-86885c44f5c5"


@pytest.mark.parametrize(
    ("pasted", "scheme", "bare"),
    [
        (f"https://nva.sikt.no/registration/{NVA}", "nva", NVA),
        (f" {NVA.upper()}/ ", "nva", NVA),
        ("a2a951d5-8763-4125-8cdb-86885c44f5c5", "nva", "a2a951d5-8763-4125-8cdb-86885c44f5c5"),
        ("https://app.cristin.no/results/show.jsf?id=1894563", "cristin", "1894563"),
        ("https://doi.org/10.1000/182", "doi", "10.1000/182"),
        ("doi: 10.1000/182", "doi", "10.1000/182"),
        ("https://doi.org/10.1002/%28sici%291", "doi", "10.1002/(sici)1"),
        ("http://hdl.handle.net/11250/2654321", "handle", "11250/2654321"),
        ("ISBN-13: 978-82-15-01234-6", "isbn", "9788215012346"),
        ("0-306-40615-2", "isbn", "0306406152"),
        ("URN:NBN:no-12345", "urn", "URN:NBN:no-12345"),
    ],
)
def test_what_people_paste_is_kept_bare(pasted: str, scheme: str, bare: str) -> None:
    assert identifiers.read(scheme, pasted) == bare


@pytest.mark.parametrize(
    ("scheme", "wrong"),
    [
        ("nva", "1894563"),
        ("nva", "https://nva.sikt.no/"),
        ("cristin", "abc"),
        ("cristin", "١٢٣"),
        ("doi", "11.1000/182"),
        ("doi", "10.1000/with space"),
        ("doi", 'javascript:alert(1)//10.1000/182"><b>'),
        ("handle", "11250"),
        ("isbn", "978-82-15-01234-9"),
        ("isbn", "1234567890"),
        ("urn", "http://example.no"),
        ("doi", "10.1000/" + "x" * 300),
    ],
)
def test_a_wrong_one_is_refused_with_how_a_right_one_looks(scheme: str, wrong: str) -> None:
    with pytest.raises(ValidationError) as refused:
        identifiers.read(scheme, wrong)
    assert "value" in refused.value.message_dict


def test_check_digits_of_isbn() -> None:
    assert isbn_is_valid("080442957X")
    assert not isbn_is_valid("0804429579")
    assert not isbn_is_valid("")


def test_a_pasted_address_is_added_shown_and_taken_away() -> None:
    scene = Scene()
    entry = scene.published()
    editor = client_of(scene.curator)
    address = page("workspace:entry_identifiers", entry.public_id)
    answer = editor.post(address, {"value": f"https://nva.sikt.no/registration/{NVA}", "scheme": ""}, follow=True)
    assert "Ingen ennå" not in answer.content.decode()
    (kept,) = EntryIdentifier.objects.all()
    assert (kept.scheme, kept.value) == ("nva", NVA)
    public = editor.get(page("website:entry", entry.public_id, entry.slug)).content.decode()
    assert f'href="https://nva.sikt.no/registration/{NVA}"' in public
    editor.post(address, {"value": NVA, "scheme": "nva"})
    assert EntryIdentifier.objects.count() == 1  # the same twice is one
    told = editor.get(page("workspace:entry_history", entry.public_id)).content.decode()
    assert NVA in told
    editor.post(address, {"do": "remove", "identifier": kept.pk})
    assert not EntryIdentifier.objects.exists()
    told = editor.get(page("workspace:entry_history", entry.public_id)).content.decode()
    assert told.count(NVA) >= 2


def test_a_mistake_keeps_what_was_typed() -> None:
    scene = Scene()
    address = page("workspace:entry_identifiers", scene.published().public_id)
    for data in ({"value": "10.1000 182", "scheme": "doi"}, {"value": "noe annet", "scheme": ""}):
        answer = client_of(scene.curator).post(address, data)
        assert answer.status_code == 422
        assert f'value="{data["value"]}"' in answer.content.decode()
    assert not EntryIdentifier.objects.exists()


@pytest.mark.parametrize("number", ["", "0", "x", "9" * 30, "-1", "²"])
def test_an_identifier_of_another_entry_cannot_be_taken_away(number: str) -> None:
    scene = Scene()
    entry, other = scene.published(), scene.published()
    kept = EntryIdentifier.objects.create(entry=other, scheme="doi", value="10.1000/182")
    address = page("workspace:entry_identifiers", entry.public_id)
    for given in (number, str(kept.pk)):
        assert client_of(scene.curator).post(address, {"do": "remove", "identifier": given})["Location"] == address
    assert EntryIdentifier.objects.count() == 1
