"""Moments between the database, which keeps naive UTC, and the signature library, which takes aware ones."""

from datetime import UTC
from zoneinfo import ZoneInfo

__all__ = ['VIETNAM', 'aware', 'naive_utc']

# The decree prints the signing time in this zone (Decree 30/2020, App. I, II.8b).
VIETNAM = ZoneInfo('Asia/Ho_Chi_Minh')


def aware(moment):
    """Return a naive UTC moment of the database as an aware one in Vietnam's zone."""
    return moment.replace(tzinfo=UTC).astimezone(VIETNAM)


def naive_utc(moment):
    """Return an aware moment as the database keeps it, without parts of a second; False for None."""
    return moment.astimezone(UTC).replace(tzinfo=None, microsecond=0) if moment else False
