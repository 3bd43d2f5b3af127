"""Jobs of parties."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from samspill.parties.domain import data_requests


@app.task(queue="retention", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def carry_out_erasure(request_id: int) -> None:
    """Erase somebody, as an administrator granted or the user asked."""
    data_requests.carry_out(request_id)
