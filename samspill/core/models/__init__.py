from samspill.core.models.form_draft import FormDraft
from samspill.core.models.vocabulary import ReferenceRow, VocabularyRow

__all__ = ["FormDraft", "ReferenceRow", "VocabularyRow"]
