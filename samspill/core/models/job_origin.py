"""Which request started a job."""

from django.db import models


class JobOrigin(models.Model):
    """The request's number, so that what a job logs can be found by it. No foreign key: jobs are deleted by SQL."""

    job_id = models.BigIntegerField(primary_key=True)
    request_id = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.job_id}: {self.request_id}"
