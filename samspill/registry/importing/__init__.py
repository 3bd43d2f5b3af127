"""A centre's spreadsheet becomes entries: read, matched, checked, previewed, taken in (R-REG-07).

sniff → reading → headings           what file is it, which rows and columns does it have
fields, lookups, values, parts       what a column can be, and what a cell means
staging → checking → comparing       rows laid aside, joined to records, held against what is here
taking_in                            one transaction that writes a batch
acts                                 what a user does, one function each
"""
