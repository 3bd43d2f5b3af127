"""Backups: the database and the attachments in one file, and back again.

container   one tar file whose last member is a checksum of all before it
sealing     age around it, by passphrase or public keys
snapshot    one state of the database: its tables' checksums, held while pg_dump reads
attachments the files that the snapshot's rows name
making      `samspill backup`
opening     reads a backup and says what is wrong with it, before anything is touched
restoring   `samspill restore`
"""
