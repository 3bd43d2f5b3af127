"""Norwegian words for texts that nobody wrote: common nouns, joined to compounds, and the words between them.

Compiled for this purpose. A few words are frequent and most are rare, as in real texts, so that a search meets both.
"""

import random
from functools import cache

FIRST = """
arbeids barne bolig bruker bygnings data deltids digital eldre energi fag familie flom forsknings frivillighets
havbruks helse hverdags idretts innovasjons innbygger integrerings kartleggings klima kompetanse kommune kultur
kunnskaps kvalitets kyst landbruks lærings ledelses livsmestrings lokal logistikk maskin medisin miljø mobilitets
nærings omsorgs opplærings pasient plan praksis rehabiliterings reiselivs risiko samarbeids samfunns sensor senter
sirkulær skole skogbruks solcelle språk studie sykehjems tjeneste transport trygghets ungdoms utdannings vann varme
veilednings velferds verktøy økonomi
""".split()
LAST = """
analyse anlegg arena avtale base behandling beredskap design deling effekt evaluering felleskap forsøk gruppe hjelp
kart klynge komponent kurs kvalitet laboratorium løsning materiale metode modell mål måling nettverk oppfølging oppgave
opplegg organisering plan plattform prosess prosjekt prøve registrering robot samling sensor simulering skole spill
strategi studie styring system teknologi teori tiltak tjeneste tjenester trening utstyr utvikling vedlikehold veiledning
verksted verktøy vurdering
""".split()
SINGLE = """
kommune universitet forskning innovasjon samarbeid bruker ansatte studenter partnere bedrift innbyggere tjenester
teknologi metode resultat behov praksis kunnskap erfaring utvikling helse skole klima energi næringsliv bærekraft
kvalitet læring omsorg digitalisering sikkerhet risiko kostnad gevinst nytte effekt spredning opplæring veiledning
""".split()
BETWEEN = "og i for med som av til på fra ved mellom gjennom etter om mot under uten kan gir skal har blir er".split()
VERBS = "utvikler prøver måler styrker viser samler bygger forbedrer kobler deler evaluerer forenkler".split()


@cache
def compounds() -> list[str]:
    """Some 4,000 compounds, in an order that is always the same."""
    every = [first + last for first in FIRST for last in LAST]
    random.Random(11).shuffle(every)
    return every


@cache
def _weights() -> tuple[list[str], list[float]]:
    words = SINGLE + compounds()
    ranks = [1 / (rank + 8) for rank in range(len(words))]
    total, sums = 0.0, []
    for weight in ranks:
        total += weight
        sums.append(total)
    return words, sums


def nouns(chance: random.Random, count: int) -> list[str]:
    """``count`` nouns; the nth most frequent comes about 1/n as often as the first."""
    words, sums = _weights()
    return chance.choices(words, cum_weights=sums, k=count)


def title(chance: random.Random) -> str:
    """Three to seven words."""
    parts = nouns(chance, chance.randint(2, 4))
    return f"{parts[0].capitalize()} {chance.choice(BETWEEN)} {' '.join(parts[1:])}"


def text(chance: random.Random, sentences: int = 6) -> str:
    """Sentences of some nine words."""
    made = []
    for _ in range(sentences):
        a, b, c, d = nouns(chance, 4)
        one, two = chance.choices(BETWEEN, k=2)
        made.append(f"{a.capitalize()} {one} {b} {chance.choice(VERBS)} {c} {two} {d}.")
    return " ".join(made)
