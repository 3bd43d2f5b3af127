"""Each form says who will use the answer (R-NFR-09): no page of the register's year asks for work that nobody wants."""

import re
from pathlib import Path

import pytest

import samspill.workspace

PAGES = Path(samspill.workspace.__file__).parent / "templates" / "workspace"
PARTS = ("centres", "recommendations", "cases", "reports", "rounds")
FORMS = ('class="s-form', "workspace/kept/form.html")
SHOWN_IN = {"centres/rows.html": "centres/parts.html"}
"""Parts of pages, and the page that says it for them."""


@pytest.mark.requirement("R-NFR-09")
@pytest.mark.parametrize(
    "name",
    [
        str(file.relative_to(PAGES))
        for part in PARTS
        for file in sorted((PAGES / part).glob("*.html"))
        if any(form in file.read_text(encoding="utf-8") for form in FORMS)
    ],
)
def test_a_form_says_who_uses_what_is_written(name: str) -> None:
    text = (PAGES / SHOWN_IN.get(name, name)).read_text(encoding="utf-8")
    assert "Who uses this" in text or "kind.who" in text


def test_forms_tell_their_faults_themselves_in_the_language_of_the_page() -> None:
    """The browser's own bubbles know no nynorsk, and tell one fault at a time."""
    forms = [
        (file.name, form)
        for file in sorted(PAGES.rglob("*.html"))
        for form in re.findall(r"<form(?:[^>\"]|\"[^\"]*\")*>", file.read_text(encoding="utf-8"))
        if 'method="post"' in form and 'class="s-form' in form
    ]
    assert len(forms) > 40
    assert [name for name, form in forms if "novalidate" not in form] == []
