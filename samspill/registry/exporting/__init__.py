"""Entries as files, in the columns that the way in from spreadsheets reads (`samspill.registry.importing`)."""
