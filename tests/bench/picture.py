"""The times as bars, in an SVG that needs no style of its surroundings."""
import html

from table import amount

WIDTH, LEFT, BAR, GAP, TOP = 760, 210, 18, 16, 44
COLOURS = ["#9aa5b1", "#5aa9e6", "#1f6fb2", "#d98b3a"]


def draw(title, samples):
    """One group of bars for each scenario, longest bar first filling the width; the number is the median."""
    groups = [(scenario, medians) for scenario, figure, medians in samples.medians() if figure == "wall"]
    parts, y = [], TOP
    for scenario, medians in groups:
        parts += _group(scenario, medians, y)
        y += BAR * len(medians) + GAP
    head = (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y}" viewBox="0 0 {WIDTH} {y}" '
            'font-family="sans-serif" font-size="12" fill="#1b2733">')
    return "\n".join([head, f'<rect width="{WIDTH}" height="{y}" fill="#ffffff"/>',
                      f'<text x="12" y="24" font-size="15" font-weight="bold">{html.escape(title)}</text>', *parts,
                      "</svg>", ""])


def _group(scenario, medians, y):
    longest = max(medians.values())
    parts = [f'<text x="12" y="{y + 13}" font-weight="bold">{html.escape(scenario)}</text>']
    base = next(iter(medians.values()))
    for place, (name, median) in enumerate(medians.items()):
        top = y + place * BAR
        length = max(1, round(median / longest * 300))
        times = "" if place == 0 else f", {median / base:.2f} times"
        parts.append(f'<rect x="{LEFT}" y="{top}" width="{length}" height="{BAR - 4}" rx="2" '
                     f'fill="{COLOURS[place % len(COLOURS)]}"/>')
        parts.append(f'<text x="{LEFT + length + 6}" y="{top + 12}">'
                     f'{html.escape(name)}: {amount(median, "seconds")}{times}</text>')
    return parts
