"""What was measured: samples by scenario, figure and contender, and what is made of them."""
import statistics


class Samples:
    def __init__(self):
        self._rows = {}  # (scenario, figure) -> contender -> list

    def add(self, scenario, figure, contender, value):
        self._rows.setdefault((scenario, figure), {}).setdefault(contender, []).append(value)

    def medians(self):
        """Rows in the order in which they were begun: scenario, figure, medians by contender."""
        return [(scenario, figure, {name: statistics.median(values) for name, values in contenders.items()})
                for (scenario, figure), contenders in self._rows.items()]

    def as_json(self):
        rows = []
        for scenario, figure, medians in self.medians():
            base = next(iter(medians.values()))
            rows.append({"scenario": scenario, "figure": figure, "contenders": {
                name: {"median": median, "ratio": ratio(median, base),
                       "samples": self._rows[scenario, figure][name]}
                for name, median in medians.items()}})
        return rows


def ratio(value, base):
    """How many times the base; nothing where that says nothing."""
    return round(value / base, 3) if base else None
