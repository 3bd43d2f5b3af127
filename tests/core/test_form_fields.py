"""Forms as Designsystemet fields: label, help and error belong to the field, without any script."""

from django import forms
from django.template.loader import render_to_string


class Example(forms.Form):
    title = forms.CharField(label="Tittel", help_text="Kort og klart.")
    text = forms.CharField(label="Tekst", widget=forms.Textarea(attrs={"class": "egen"}), required=False)
    kind = forms.ChoiceField(label="Slag", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    many = forms.MultipleChoiceField(
        label="Flere",
        choices=[("Gruppe", [("a", "A")]), ("Annen", [("b", "B")])],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agree = forms.BooleanField(label="Enig")
    secret = forms.CharField(widget=forms.HiddenInput, initial="s")

    def clean(self) -> None:
        raise forms.ValidationError("Noe henger ikke sammen.")


def test_a_field_has_label_help_and_mark_of_what_must_be_filled_in() -> None:
    html = str(Example()["title"].as_field_group())
    assert '<label class="ds-label" for="id_title">' in html
    assert 'id="id_title_helptext"' in html
    assert 'aria-describedby="id_title_helptext"' in html
    assert 'class="ds-input"' in html
    assert "s-required" in html
    assert "s-required" not in Example()["text"].as_field_group()
    assert 'class="ds-input egen"' in Example()["text"].as_field_group()


def test_an_error_is_tied_to_its_field_and_what_was_typed_is_kept() -> None:
    form = Example({"title": "", "kind": "c", "text": "<b>tastet"})
    html = str(form["title"].as_field_group())
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'class="ds-validation-message" id="id_title_error"' in html
    assert "&lt;b&gt;tastet" in form["text"].as_field_group()


def test_choices_are_a_named_group() -> None:
    html = str(Example()["kind"].as_field_group())
    assert "<fieldset" in html
    assert "<legend" in html
    assert html.count('type="radio"') == 2
    assert '<label class="ds-label" data-weight="regular" for="id_kind_0">A</label>' in " ".join(html.split())
    grouped = str(Example()["many"].as_field_group())
    assert 'role="group" aria-labelledby="id_many_group_0"' in grouped


def test_a_whole_form_and_its_summary_point_at_every_fault() -> None:
    form = Example({"title": "", "agree": "", "kind": "c"})
    html = str(form)
    assert 'type="hidden" name="secret"' in html
    assert "Noe henger ikke sammen." in html
    summary = render_to_string("core/error_summary.html", {"form": form})
    assert 'href="#id_title"' in summary
    assert 'href="#id_kind_0"' in summary
    assert "Noe henger ikke sammen." in summary
    assert render_to_string("core/error_summary.html", {"form": Example()}).strip() == ""
