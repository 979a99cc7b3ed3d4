"""The page on scaling: the sentence about twenty logs against a count by the textbook's regression."""

import numpy as np
from scipy.stats import linregress, t

from peerkit.dashboards.scaling import QUESTION
from peerkit.models.contribution_log import simulated_log, window_counts
from peerkit.models.scaling import Scaling

TWENTY = range(20)
WORDS = {0: "none", 2: "two", 4: "four", 20: "twenty"}


def interval(size, output):
    """The 95% interval of the slope of a straight line through the logarithms."""
    seen = (size > 0) & (output > 0)
    line = linregress(np.log(size[seen]), np.log(output[seen]))
    reach = t.ppf(0.975, seen.sum() - 2) * line.stderr
    return line.slope - reach, line.slope + reach


def test_the_notice_about_twenty_logs_counts_them_right():
    logs = [window_counts(Scaling(), simulated_log(Scaling(), np.random.default_rng(seed))) for seed in TWENTY]
    active = np.array([interval(counts.active, counts.output) for counts in logs])
    team = np.array([interval(counts.team, counts.output) for counts in logs])
    above, below, over = (active[:, 0] > 1).sum(), (team[:, 1] < 1).sum(), (team[:, 0] > 1).sum()
    assert QUESTION.notice[2] == (
        f"Of twenty such logs (seeds 0 to 19) the slope by active people is significantly above flat in all {WORDS[above]}, "
        f"the one by team below flat in {WORDS[below]} and above in {WORDS[over]}."
    )
