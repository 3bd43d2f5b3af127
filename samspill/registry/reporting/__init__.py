"""What sections of the annual report need of the registry: scopes, the entries in them, and records to name."""

from samspill.registry.reporting.scopes import entries_of, entry_record, register_of, scope_of

__all__ = ["entries_of", "entry_record", "register_of", "scope_of"]
