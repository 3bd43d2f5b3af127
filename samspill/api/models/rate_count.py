"""How many requests came from whom this minute."""

from django.db import models


class RateCount(models.Model):
    """One row for each who asks, written over each minute. Not in the write-ahead log: a crash forgets the minute."""

    key = models.CharField(max_length=80, primary_key=True)  # user:ID or ip:ADDRESS
    minute = models.BigIntegerField()  # minutes since 1970
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.key
