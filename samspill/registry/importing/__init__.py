"""A centre's spreadsheet becomes entries: read, matched, checked, previewed, taken in (R-REG-07).

headings                             which columns a file has; how it is read lies in samspill/core/importing
fields, lookups, values, parts       what a column can be, and what a cell means
staging → checking → comparing       rows laid aside, joined to records, held against what is here
taking_in                            one transaction that writes a batch
acts                                 what a user does, one function each
"""
