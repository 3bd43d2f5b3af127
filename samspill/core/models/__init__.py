from samspill.core.models.backup_record import BackupRecord
from samspill.core.models.form_draft import FormDraft
from samspill.core.models.job_origin import JobOrigin
from samspill.core.models.search import SearchCount, SearchDocument, SearchQueue, SearchWord
from samspill.core.models.sent_form import SentForm
from samspill.core.models.vocabulary import Named, ReferenceRow, VocabularyRow
from samspill.core.personal_data.models import RetentionNotice, RetentionRun

__all__ = [
    "BackupRecord",
    "FormDraft",
    "JobOrigin",
    "Named",
    "ReferenceRow",
    "RetentionNotice",
    "RetentionRun",
    "SearchCount",
    "SearchDocument",
    "SearchQueue",
    "SearchWord",
    "SentForm",
    "VocabularyRow",
]
