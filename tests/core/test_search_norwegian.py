"""Norwegian words: what is the same word, what is part of what, and what must stay apart."""

import csv
import hashlib
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samspill.core.search.contract import Document
from samspill.core.search.highlighting import highlight, snippet
from samspill.core.search.norwegian import COMMON, analyse, lexicon, near, simple, tokens
from samspill.core.search.parsing import read
from samspill.core.search.vector import vector
from samspill.core.search.version import VERSION

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "search"
needs_pairs = pytest.mark.skipif(not SHARED.is_dir(), reason="the pairs of terms for trying lie beside the repository")


def known_by(text: str) -> set[str]:
    """Everything that a text is found by."""
    return {form for token in tokens(text) for form in (analyse(token.word).key, *analyse(token.word).parts)}


def finds(asked: str, text: str) -> bool:
    """Whether a search for all words of the one finds the other."""
    held = known_by(text)
    words = [token.word for token in tokens(asked) if token.word not in COMMON]
    return all({analyse(word).key, *near(word)} & held for word in words)


@pytest.mark.requirement("R-RSA-04")
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("helsetjenester", "helsetenestene"),
        ("kommuner", "kommunane"),
        ("universitetene", "universitet"),
        ("høyskolen", "høgskulane"),
        ("åpenhet", "openheit"),
        ("sykehjem", "sjukeheimar"),
        ("tillatelse", "løyve"),
        ("boliger", "bustad"),
        ("arbeidstillatelser", "arbeidsløyvet"),
        ("veiledning", "rettleiing"),
        ("deltakere", "deltakarane"),
        ("forskningsetikk", "forskingsetikken"),
        ("bærekraftig", "berekraftige"),
        ("loddtrekning", "loddtrekking"),
        ("bøker", "boka"),
        ("regler", "regel"),
        ("sentre", "senteret"),
        ("idéer", "ide"),
        ("Vær", "vêr"),
        ("kjøkkenet", "kjøken"),
        ("vinduene", "vindauge"),
        ("hodet", "hovudet"),
        ("hovedgata", "hovudgatene"),
        ("sommerjobb", "sumarjobbar"),
        ("lagring", "lagrar"),
        ("frokoster", "frukost"),
        ("spiseforstyrrelser", "eteforstyrring"),
    ],
)
def test_forms_of_one_word_find_each_other(one: str, other: str) -> None:
    assert finds(one, other)
    assert finds(other, one)


@pytest.mark.requirement("R-RSA-04")
@pytest.mark.parametrize(
    ("part", "compound"),
    [
        ("avtale", "samarbeidsavtaler"),
        ("teknologi", "velferdsteknologien"),
        ("tenester", "barneverntjeneste"),
        ("mål", "bærekraftsmålene"),
        ("skulehelse", "skolehelsetjenesten"),
        ("teknologi", "blokkjedeteknologi"),
        ("skuter", "vasskuter"),
        ("vei", "sykkelveier"),
        ("leder", "toppledere"),
        ("kjøken", "skolekjøkkenet"),
        ("kjøkken", "generasjonskjøkkenet"),
        ("elev", "skoleelever"),
        ("generasjoner", "generasjonskjøkken"),
        ("helse", "helsestasjonen"),
        ("deponi", "snødeponiet"),
        ("vegring", "skolevegring"),
        ("arkiv", "arkiveringen"),
        ("robot", "robotisering"),
        ("undervisning", "spesialundervisningen"),
        ("trafikk", "kollektivtrafikk"),
        ("vei", "skolevegen"),
        ("tegl", "teglvegger"),
    ],
)
def test_a_part_finds_the_compound(part: str, compound: str) -> None:
    assert finds(part, compound)
    assert not finds(compound, part)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("seil", "sel"),
        ("rest", "reist"),
        ("ord", "ordning"),
        ("nær", "næring"),
        ("mal", "mål"),
        ("fastlege", "fast"),
        ("kunstig", "kunst"),
        ("kunstig", "maskin"),
        ("farlig", "far"),
        ("daglig", "dag"),
        ("planet", "plan"),
        ("leie", "leder"),
        ("kurs", "kur"),
        ("gods", "god"),
        ("partnerskap", "skap"),
        ("innkjøp", "kjøp"),
        ("landsdel", "sel"),
        ("kart", "kar"),
        ("stat", "statistikk"),
        ("levere", "leve"),
        ("tanke", "tank"),
        ("vekter", "vekt"),
        ("rom", "roman"),
        ("heis", "hes"),
        ("møte", "mote"),
        ("bad", "båt"),
        ("lys", "løs"),
        ("skatt", "skade"),
        ("natur", "natt"),
        ("marked", "mark"),
        ("bestille", "stille"),
        ("ring", "modellering"),
        ("lag", "lager"),
        ("leve", "levering"),
        ("voksne", "vokser"),
        ("lag", "beslag"),
        ("følge", "portefølje"),
        ("omgang", "gjennomgang"),
        ("skyld", "skulder"),
        ("bru", "brus"),
        ("land", "hjelmeland"),
        ("rasjon", "separasjon"),
    ],
)
def test_words_that_only_look_alike_stay_apart(one: str, other: str) -> None:
    assert not finds(one, other)
    assert not finds(other, one)


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("sak", "Ringsaker"),
        ("ring", "Ringerike"),
        ("ski", "Skien"),
        ("berg", "Bergen"),
        ("kirke", "Kirkenes"),
        ("land", "Vestland"),
        ("sted", "Fredrikstad"),
        ("ham", "Hamar"),
        ("før", "Førde"),
        ("vei", "Vega"),
        ("sak", "Ringsakerskolen"),
        ("mor", "Møre"),
    ],
)
def test_the_name_of_a_place_is_no_form_of_a_word_and_no_compound(word: str, name: str) -> None:
    assert not finds(word, name)
    assert not finds(name, word)


@pytest.mark.parametrize(
    ("typed", "there"),
    [
        ("ringsaker", "Ringsakers"),
        ("Skiens", "Skien"),
        ("ringsaker", "Ringsakerskolen"),
        ("bergen", "bergensregionen"),
        ("gjøvik", "Gjøvikregionen"),
        ("ski", "skiene"),
        ("strand", "stranda"),
        ("torsk", "torsken"),
        ("øy", "øyene"),
        ("øyer", "øyane"),
    ],
)
def test_a_name_is_found_in_the_genitive_and_in_compounds_and_words_that_are_names_too_stay_words(
    typed: str, there: str
) -> None:
    assert finds(typed, there)


def test_a_town_is_not_every_municipality() -> None:
    assert not finds("by", "Lillestrøm kommune")
    assert not finds("kommune", "en smart by")


def test_a_word_and_its_other_spelling_find_the_same_and_not_only_each_other() -> None:
    """Where a nynorsk word may stand for two, the nearer goes first: the other is a synonym."""
    assert analyse("verksemder").key == analyse("virksomheter").key


def rate(pairs: list[tuple[str, str]]) -> float:
    """How many pairs find each other both ways."""
    return sum(finds(one, other) and finds(other, one) for one, other in pairs) / len(pairs)


def bilingual() -> list[tuple[str, str]]:
    rows = csv.DictReader((SHARED / "nb_nn_par.csv").read_text(encoding="utf-8").splitlines())
    return [(row["nb"], row["nn"]) for row in rows if row["nb"].strip() and row["nn"].strip()]


@needs_pairs
@pytest.mark.requirement("R-RSA-04")
def test_nine_of_ten_pairs_of_terms_find_each_other_both_ways() -> None:
    assert rate(bilingual()) >= 0.95


@needs_pairs
def test_unrelated_terms_rarely_find_each_other() -> None:
    """Of all pairs of distinct terms without a word or a part in common as written, how many find each other."""
    terms = sorted({nb for nb, _nn in bilingual()})
    wrong = [
        (one, other)
        for one, other in combinations(terms, 2)
        if (finds(one, other) or finds(other, one)) and not alike(one, other)
    ]
    assert len(wrong) <= 0.0005 * len(terms) * (len(terms) - 1) / 2, wrong


def alike(one: str, other: str) -> bool:
    """Whether some five letters in a row stand in both: then they share a word or a part, and may find each other."""
    one, other = one.lower(), other.lower()
    return any(one[at : at + 5] in other for at in range(max(1, len(one) - 4)))


@needs_pairs
def test_compounds_are_split_as_people_split_them() -> None:
    rows = list(csv.DictReader((SHARED / "sammensetninger_test.csv").read_text(encoding="utf-8").splitlines()))
    wrong = [
        row["ord"]
        for row in rows
        if not {analyse(next(tokens(part)).word).key for part in row["forventet_deling"].split("+")}
        <= known_by(row["ord"])
    ]
    assert wrong == []


def test_documents_are_made_anew_when_words_become_something_else() -> None:
    """Where this fails, raise `version.VERSION`, and then put the new digest here."""
    words = [
        *sorted(lexicon.base_forms()),
        *sorted(lexicon.place_names()),
        "arkiveringen",
        "skolehelsetjenesten",
        "gjennomføringa",
        "Gjøviks",
        "blåbær",
    ]
    became = "\n".join(f"{found.word} {found.key} {found.parts}" for found in map(analyse, words))
    document = Document(
        1,
        "Skolehelse",
        names=["Ås"],
        summary="Barn og unge.",
        text="Kjøp av e-helse i 10 000 hjem, velferds\u00adteknologi",
    )
    document = replace(document, names=["Torsken", "Kari Solberg"], proper=["Torsken", "Kari Solberg"])
    digest = hashlib.blake2b(f"{became}\n{vector(document)}".encode(), digest_size=8).hexdigest()
    assert (VERSION, digest) == (7, "b7941bd9c0af0da7")


def test_no_two_base_forms_of_the_lexicon_fall_together_by_accident() -> None:
    """Words with one normal form begin alike: a verb and its noun, a word and who does it."""
    together: dict[str, set[str]] = {}
    for word in lexicon.words():
        together.setdefault(analyse(word).key, set()).add(word)
    far = {key: found for key, found in together.items() if len({word[:2] for word in found}) > 1}
    assert far == {}


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("fjordviks", "fjordvik"),
        ("Gjøvik", "Gjøviks"),
        ("bekkevarsler", "bekkevarsel"),
        ("anskaffelser", "innkjøp"),
        ("bustad", "botilbud"),
        ("eigendel", "egenandel"),
        ("barnevern", "barnevernstenesta"),
        ("overskuddsvarme", "spillvarmen"),
        ("kollektivtransport", "kollektivtrafikk"),
        ("autonome", "selvkjørende"),
        ("murstein", "teglvegger"),
        ("hjemmesykepleie", "heimetenesta"),
        ("elderly care", "eldreomsorg"),
        ("waste management", "avfallshåndteringa"),
    ],
)
def test_names_in_the_genitive_and_words_for_the_same_are_looked_for_too(asked: str, there: str) -> None:
    assert finds(asked, there)


def test_english_words_find_norwegian_ones_and_not_the_other_way_round() -> None:
    assert [(en, nb) for en, nb in lexicon.english() if not finds(en, nb)] == []
    assert [(en, nb) for en, nb in lexicon.english() if finds(nb, en) and analyse(en).key != analyse(nb).key] == []
    assert [en for en, _nb in lexicon.english() if en in lexicon.words()] == []


texts = st.text(max_size=400) | st.text(alphabet="aæøåeéios-–'\"«»&/.\\:*|!() \x00\t\n0123456789", max_size=200)


@given(texts)
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_analysed_indexed_searched_for_and_marked(text: str) -> None:
    for token in tokens(text):
        assert 0 <= token.start < token.end <= len(text)
        found = analyse(token.word)
        assert found.key or not token.word
    asked = read(text)
    marked = str(highlight(text, asked.terms))
    assert marked.count("<mark>") == marked.count("</mark>")
    assert "<script" not in marked
    literal = vector(Document(1, text, [text], text, text))
    assert "\x00" not in literal


@given(st.text(alphabet="abdefghijklmnoprstuvyæøå", min_size=1, max_size=60))
@settings(max_examples=100, deadline=None)
def test_the_analysis_is_the_same_every_time(word: str) -> None:
    assert analyse.__wrapped__(word) == analyse(word)


def test_an_excerpt_that_is_cut_between_two_texts_ends_with_one_mark() -> None:
    body = "Neste steg er to kasser på en ekte tur. … " + "Fisken kom fram kald. " * 20
    assert snippet(body, (), length=45) == "Neste steg er to kasser på en ekte tur. …"


def test_threads_that_analyse_at_once_come_to_the_same() -> None:
    words = [f"{head}{tail}" for head in ("hest", "fjord", "kant", "sykkel", "blomst") for tail in simple.ENDINGS] * 20
    expected = [simple.stem(word) for word in words]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            found = [*pool.map(lambda _turn: [simple.stem(word) for word in words], range(4))]
    finally:
        sys.setswitchinterval(interval)
    assert found == [expected] * 4
