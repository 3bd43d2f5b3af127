"""The error conditions of OAI-PMH 2.0 (section 3.6). They are answered with HTTP 200, in English."""


class OaiError(Exception):
    """A request that cannot be answered: ``code`` is the protocol's, the message says what and how to mend it."""

    code = "badArgument"


class BadVerb(OaiError):
    """No verb, two verbs, or one that the protocol does not have."""

    code = "badVerb"


class BadArgument(OaiError):
    """An argument is missing, repeated, unknown or misshapen."""


class BadResumptionToken(OaiError):
    """The token is not ours, belongs to another verb, or is too old."""

    code = "badResumptionToken"


class CannotDisseminateFormat(OaiError):
    """There is no such format here, or not for this record."""

    code = "cannotDisseminateFormat"


class IdDoesNotExist(OaiError):
    """No record has this identifier."""

    code = "idDoesNotExist"


class NoRecordsMatch(OaiError):
    """Nothing fits from, until, set and metadataPrefix together."""

    code = "noRecordsMatch"
