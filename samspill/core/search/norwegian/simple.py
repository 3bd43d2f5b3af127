"""The normal form of a word that is no compound.

A word is known when it is some form of a word of the lexicon, as it stands or by one or two rules of spelling; so
that a rule that fits one word does not tie two unrelated ones together: «meistring» becomes «mestring» because that
is a word, «seil» does not become «sel». What is unknown loses its ending only.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from threading import Lock

import snowballstemmer

from samspill.core.search.norwegian import lexicon

_stemmer = snowballstemmer.stemmer("norwegian")
_one_at_a_time = Lock()
"""The stemmer notes in itself how far it has come with a word: two threads at once would get each other's."""

SOFT_J = re.compile(r"(?<=[aeiouyæøå])(k{1,2}|g{1,2})j(?=(?:e|a|ar|er|ing|inga|ande|arar|aren|arane|es|ast)?$)")
SOFT_J_AFTER = re.compile(r"(?<=[rlns])([kg])j(?=(?:e|a|ar|er|ing|inga|ande|arar|aren|arane)$)")
AGENT = re.compile(r"(?<=..[^aeiouyæøå])(?:er|ar)$")
AGENT_FORM = re.compile(r"(?:er(?:e|ne|en|es|ens|nes|et)|ar(?:ar|ane|en|ens|s|et))$")
KEPT = (  # endings that say what the word means are kept, in the form of bokmål; what comes after them is not
    (re.compile(r"^(.{2,}?)he(?:i?t)(?:a|en|er|ar|ene|ane|s|ens|enes)?$"), "het"),
    (re.compile(r"^(.{2,}?)l[ei]g(?:e|t|ere|est|este|are|ast|aste)?$"), "lig"),
    (re.compile(r"^(.{2,}?)ig(?:e|t|ere|est|este|are|ast|aste)?$"), "ig"),
    (re.compile(r"^(.*)lov(?:a|en|er|ar|ene|ane|s|ens|enes|anes)?$"), "lov"),
    (re.compile(r"^(.{2,})itet(?:a|en|er|ar|ene|ane|s|ens|enes|anes)?$"), "itet"),
    (re.compile(r"^(.{2,})skap(?:a|en|et|er|ar|ene|ane|s|ens|ets|enes)?$"), "skap"),
)
NOMINAL = re.compile(r"^(.{3,}?)(n?ing|else)(?:a|en|er|ar|ene|ane|s|ens|enes|anes|r|n|ne|ns|nes)?$")
KEEPS_ING = frozenset(
    "ordning stilling regning rekning ledning mening setning retning næring maling måling forening bygning tegning "
    "kledning hending camping training shopping marketing holding gjerning avling honning dronning terning kjerring "
    "kylling åkning melding storting sterling skilling innretning forretning bevilling betaling".split()
)
OWN_STEM = frozenset(  # these end like inflected forms of other words, and are none
    "planet radar jeger mester mote kurs gods levere lever leire sammen tanke vekter ligning forlovet sats offer orden "
    "arena levende kurere måltid lager voksen".split()
)
LETTERS = (
    ("ei", "e"), ("øy", "ø"), ("au", "ø"), ("ju", "y"), ("kv", "hv"), ("mn", "vn"), ("lj", "ll"), ("lj", "lg"),
    ("tj", "tt"), ("rj", "r"), ("nj", "n"), ("jø", "je"), ("æ", "e"),
)  # fmt: skip
"""How nynorsk writes -> how bokmål writes, tried where the word as it stands is unknown."""

ENDINGS = (
    "s e en et a er ar ene ane ens ets enes anes ers ere eren erne ers este est n t r ne ns ts nes te de ende ande "
    "ande sk".split()
)
VERB_ENDINGS = (
    "a ar ane ene er et te de t es ast ende ande ing inga ingen inger ingar ingene ingane ings else elsen elser elsene "
    "ning ninga ningen ninger ningar ningene ningane ere eren erne arar aren arane en a as ene".split()
)


def stem(word: str) -> str:
    """Without its inflection; agents in the plural (deltakere, deltakarane) as in the singular."""
    for pattern, ending in KEPT:
        if found := pattern.match(word):
            return found[1] + ending
    with _one_at_a_time:
        short: str = _stemmer.stemWord(word)
    if short.endswith("mm"):  # rommet, programmer, sykdommer
        short = short[:-1]
    if AGENT_FORM.search(word) and AGENT.search(short):
        short = short[:-2]
    return short


@lru_cache(maxsize=50_000)
def normal(word: str) -> str:
    """The normal form, known or not."""
    return known(word) or _bare(_spelt(word))


@lru_cache(maxsize=100_000)
def known(word: str) -> str:
    """The normal form when the word is in the lexicon, as it stands or by a rule of spelling; else empty."""
    forms = _forms()
    if word in forms:
        return forms[word]
    spelt = _spelt(word)
    if spelt in forms:
        return forms[spelt]
    if len(word) > 4:
        once = list(_otherwise(spelt))
        for candidate in once:
            if candidate in forms and len(forms[candidate]) > 2:
                return forms[candidate]
        for other in once if len(word) < 15 else ():
            for candidate in _otherwise(other):
                if candidate in forms and len(forms[candidate]) > 2:
                    return forms[candidate]
    return ""


def _spelt(word: str) -> str:
    """Without the j that nynorsk may write after k and g."""
    return SOFT_J_AFTER.sub(r"\1", SOFT_J.sub(r"\1", word))


def _bare(word: str) -> str:
    """The stem; nouns in -ing, -ning and -else as one: the verb's stem when that is known, else with -ing."""
    if word in OWN_STEM:
        return word
    found = NOMINAL.match(word)
    if not found:
        return stem(word)
    root, ending = found[1], found[2]
    if root + ending in KEEPS_ING:
        return root + ending
    if not re.search("[aeiouyæøå]", root):
        return stem(word)
    for verb in (root, root + root[-1]) if ending == "ning" else (root,):
        if verb in _verbs():
            return stem(verb + "e")
    return f"{root}ing"


@cache
def _verbs() -> frozenset[str]:
    """What remains of verbs in the lexicon without their -e."""
    return frozenset(word[:-1] for word in lexicon.words() if word.endswith("e") and len(word) > 4)


@cache
def _forms() -> dict[str, str]:
    """Every form of every word of the lexicon -> its normal form.

    Where two words share a form, a base form goes before an inflected one, and bokmål before nynorsk.
    """
    forms = {word: _bare(word) for word in lexicon.words()}
    forms |= {form: _bare(word) for word, form in lexicon.irregular() if form not in forms}
    nynorsk = {nn: _bare(nb) for nb, nn in reversed(lexicon.pairs()) if nn not in forms}
    forms |= nynorsk
    for words in (lexicon.words(), nynorsk):
        for inflect in (_inflected, _as_verb):
            for word in sorted(words):
                for form in inflect(word):
                    forms.setdefault(form, forms[word])
    return forms


def _as_verb(word: str) -> Iterator[str]:
    if word[-1] == "e" and len(word) > 3:
        for ending in VERB_ENDINGS:
            yield word[:-1] + ending


def _inflected(word: str) -> Iterator[str]:
    if len(word) < 3:
        yield word + "s"
        return
    for ending in ENDINGS:
        yield word + ending
    if word[-1] == "m" and word[-2] not in "m":
        for ending in ("en", "et", "er", "ar", "ene", "ane", "e", "a"):
            yield word + "m" + ending
    if word[-2:] in ("el", "er", "en"):
        short = word[:-2].removesuffix(word[-3]) + word[-3] if word[-3] == word[-4:-3] else word[:-2]
        for ending in ("e", "er", "ar", "ene", "ane", "a", "et", "ere", "est"):
            yield short + word[-1] + ending


def _otherwise(word: str) -> Iterator[str]:
    """Other ways to write it: one rule at one place."""
    for nynorsk, bokmaal in LETTERS:
        at = word.find(nynorsk)
        while at >= 0:
            yield word[:at] + bokmaal + word[at + len(nynorsk) :]
            at = word.find(nynorsk, at + 1)
