"""A day's reports that come all at once, in no order (the full measure is `./hanam bench statuses`)."""

from random import Random

from exchange_backlog import Backlog

AGENCIES, DOCUMENTS, EACH, SEED = 20, 10, 10, 20240544


def test_a_backlog_of_reports_is_put_down_once_each_and_in_the_order_of_ranks(server, tmp_path):
    """Decision 44/2024, Art. 6.3, 7: two processes take 2,000 in; every delivery ends at the highest of its own."""
    backlog = Backlog.open(server, AGENCIES, DOCUMENTS)
    reports = backlog.reports(EACH, Random(SEED))
    figures = backlog.take_in(reports, tmp_path)
    print(figures)
    assert sum(one["said"]["accepted"] for one in figures) == len(reports) == AGENCIES * DOCUMENTS * EACH
    assert backlog.judge(len(reports)) == []
