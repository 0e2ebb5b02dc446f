"""Questions about schools."""

from nuangang.accounts.models import School


def school_called(called: str) -> School | None:
    """Return the school with this code or short name; the first one here when nothing is said."""
    schools = School.objects.order_by("created_at")
    if not called:
        return schools.first()
    return schools.filter(short_name=called).first() or schools.filter(code=called).first()
