"""A list of parties that was exported, edited and is taken in again (R-NFR-07).

columns      which list a file is, and which column is which; the exports say how theirs are called
found        what is found out of a row, in the form that is kept
faults       what can be wrong with it, in words
lists        how any of the lists is held against what is here; organisations, units, people: what is special of each
acts         what a user does: send in, look again, take in, put away
"""
