"""Names in a row."""

from samspill.core.enumerating import in_a_row


def test_names_after_the_first_begin_small_unless_they_are_written_large() -> None:
    assert in_a_row(["Forsker", "Prosjektleder", "PhD candidate", "TTO contact", "Kontaktperson i TTO"]) == [
        "Forsker",
        "prosjektleder",
        "PhD candidate",
        "TTO contact",
        "kontaktperson i TTO",
    ]
    assert in_a_row([]) == []
