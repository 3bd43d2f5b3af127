"""What the pages say, for machines: JSON-LD in the words of schema.org.

Only what everyone may see is said, also when the reader is logged in: what is read out by a browser's tools is then
the same as what a search engine gets. Nothing here asks the database; the views give what they have read for the page.
"""

from samspill.website.linked_data.entries import entry_data
from samspill.website.linked_data.parties import organisation_data, person_data, unit_data
from samspill.website.linked_data.registers import register_data
from samspill.website.linked_data.terms import Data

__all__ = ["Data", "entry_data", "organisation_data", "person_data", "register_data", "unit_data"]
