"""What a process learns before the first search asks for it: the lexicon, and the forms of the most used words.

A hit is told of by taking its text apart, word by word; each is analysed once in a process's life, which takes some
tenths of a millisecond. Most words of any text are among the few thousand that stand most often; compounds are rare
and many, and a page of hits holds a hundred of them.
"""

import logging
import time

from django.db import DatabaseError

from samspill.core.search import probing, sources, vocabulary, words
from samspill.core.search.highlighting import learn
from samspill.core.search.plans import fetch

WORDS = 20_000
PAUSE = 0.001  # seconds after each word, so that whoever asks meanwhile never waits for more than one of them
log = logging.getLogger("samspill.search")


def get_ready() -> None:
    """Some seconds' work, spread over a minute beside other things; without a database nothing happens."""
    try:
        rows = fetch("SELECT word FROM core_searchword ORDER BY documents DESC LIMIT %s", [WORDS])
        probing.get_ready(sources.kinds())
        vocabulary.get_ready()
        words.learn_lettered()
    except DatabaseError as error:
        log.info("the most used words are not known yet: %s", str(error).strip().split("\n", 1)[0])
        return
    for (word,) in rows:
        learn(word)
        time.sleep(PAUSE)
