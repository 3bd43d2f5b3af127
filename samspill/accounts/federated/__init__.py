"""Logging in with what one has already: Feide, Ansattporten, Entra, or another OpenID Connect service."""
