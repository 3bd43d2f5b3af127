"""Files that people send in are read: what a file is, its rows, and what a cell says. No module's words are here."""
