"""Entries and parties in the words of others: Dublin Core, CERIF, ORCID, BibTeX (R-CHN-04, R-CHN-07, R-PAR-28).

`records` loads what is needed at a fixed number of queries; each format is a pure function from that.
"""
