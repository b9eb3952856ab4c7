"""The medians as one Markdown table."""
from samples import ratio

# How a figure is called and written. Ratios are of those that everybody has.
FIGURES = {
    "wall": ("time", "seconds", True),
    "provider_cpu": ("CPU of the provider's processes", "seconds", False),
    "cli_cpu": ("CPU of Terraform", "seconds", True),
    "memory": ("largest memory of a provider's process", "mebibytes", False),
    "requests": ("requests", "count", False),
    "connections": ("connections", "count", False),
}


def text_of(samples, order):
    """`order`: the contenders, of whom only those with a figure get a column."""
    rows = samples.medians()
    names = [name for name in order if any(name in medians for _, _, medians in rows)]
    lines = ["| | " + " | ".join(names) + " |", "| --- |" + " ---: |" * len(names)]
    lines += [_line(scenario, figure, medians, names) for scenario, figure, medians in rows]
    return "\n".join(lines)


def _line(scenario, figure, medians, names):
    title, unit, has_ratio = FIGURES[figure]
    base = next(iter(medians.values()))
    cells = []
    for name in names:
        if name not in medians:
            cells.append("")
            continue
        times = ratio(medians[name], base) if has_ratio and medians[name] is not base else None
        cells.append(amount(medians[name], unit) + (f" ({times:.2f})" if times else ""))
    return f"| {scenario}: {title} | " + " | ".join(cells) + " |"


def amount(value, unit):
    if unit == "count":
        return f"{value:.0f}"
    if unit == "mebibytes":
        return f"{value:.1f} MiB"
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.1f} ms" if value < 0.02 else f"{value * 1000:.0f} ms"
