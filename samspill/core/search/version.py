"""Which version of the search made a document: a tag tells it, so that documents of an older one are made anew.

A document is found by what its words became when it was indexed. Where that changes, those indexed before are found
less well until they have been made again, which the worker does by itself (`renewing`).
"""

VERSION = 7
"""Raise it with each change of what documents hold: the tables ``lexicon.txt``, ``pairs.csv``, ``irregular.csv`` and
``places.txt``, the rules of `norwegian` and `vector`, what a source's ``build`` tells. A test says when words become
something else."""
PAIRED = 2
"""The version since which documents hold the pairs of their words (`pairs`)."""


def mark(kind: str, version: int = VERSION) -> str:
    """The tag of the documents of a kind that this version made."""
    return f"@{kind} ={version}"
