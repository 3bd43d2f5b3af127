"""Jobs of the reports, found here by the worker."""

from procrastinate.contrib.django import app

from samspill.reports.domain import building


@app.task(queue="reports")
def build_edition(edition_id: int) -> None:
    """Build an edition. One whose worker is killed is begun anew by `core.tasks.revive_jobs`."""
    building.build_by_number(edition_id)
