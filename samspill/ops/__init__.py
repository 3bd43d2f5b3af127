"""Operations: the `samspill` command line, the embedded PostgreSQL and the process supervisor."""
