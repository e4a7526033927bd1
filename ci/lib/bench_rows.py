"""What the parts of ci/bench are told in."""

import statistics


class BenchError(Exception):
    """A measurement that would lie."""


class Row:
    """One line of the table: samples of ours and of the peer, where more or less is better. `at_least`: the ratio
    that is promised for it."""

    def __init__(self, what, unit, peer, more_is_better=True, at_least=0.0):
        self.what, self.unit, self.peer = what, unit, peer
        self.more_is_better = more_is_better
        self.at_least = at_least
        self.ours, self.others = [], []

    @property
    def ratio(self):
        """Above 1: ours is better."""
        ours, other = statistics.median(self.ours), statistics.median(self.others)
        return ours / other if self.more_is_better else other / ours

    def cells(self):
        def form(samples):
            return f"{statistics.median(samples):,.{0 if statistics.median(samples) > 100 else 2}f} {self.unit}"

        def spread(samples):
            return f"{100 * (max(samples) - min(samples)) / statistics.median(samples):.0f} %"

        other_spread = spread(self.others) if len(self.others) > 1 else "fixed"
        return (self.what, form(self.ours), f"{form(self.others)} ({self.peer})", f"{self.ratio:.2f}",
                f"{spread(self.ours)} / {other_spread}")
