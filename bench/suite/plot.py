"""A curve as SVG: both axes logarithmic, so that what is linear is a straight line of slope one."""

import math

WIDTH, HEIGHT, MARGIN = 560, 320, 56


def ticks(low, high):
    return [10.0 ** power for power in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)]


def label(value):
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"


class Axis:
    def __init__(self, values, start, end):
        self.ticks = ticks(min(values), max(values))
        self.start, self.end = start, end
        self.low, self.high = math.log10(self.ticks[0]), math.log10(self.ticks[-1])
        if self.high == self.low:
            self.high += 1

    def place(self, value):
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)


def write(path, title, x_title, y_title, points, slope):
    """`points` are (x, y), all above 0; `slope` is the line of exact proportion, through the last one."""
    x_axis = Axis([x for x, _ in points], MARGIN, WIDTH - 32)
    y_axis = Axis([y for _, y in points] + [slope * points[-1][0]], HEIGHT - MARGIN, 40)
    top, bottom = y_axis.place(y_axis.ticks[-1]), y_axis.place(y_axis.ticks[0])
    left, right = x_axis.place(x_axis.ticks[0]), x_axis.place(x_axis.ticks[-1])
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
             f'font-family="sans-serif" font-size="11">',
             f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
             f'<text x="{MARGIN}" y="24" font-size="13">{title}</text>']
    for value in x_axis.ticks:
        x = x_axis.place(value)
        parts.append(f'<path d="M{x} {top}V{bottom}" stroke="#ddd"/>'
                     f'<text x="{x}" y="{bottom + 16}" text-anchor="middle">{label(value)}</text>')
    for value in y_axis.ticks:
        y = y_axis.place(value)
        parts.append(f'<path d="M{left} {y}H{right}" stroke="#ddd"/>'
                     f'<text x="{left - 6}" y="{y + 4}" text-anchor="end">{label(value)}</text>')
    # The line of proportion, as far as the plot shows it.
    first = max(10 ** x_axis.low, 10 ** y_axis.low / slope)
    last = points[-1][0]
    parts.append(f'<path d="M{x_axis.place(first)} {y_axis.place(slope * first)}'
                 f'L{x_axis.place(last)} {y_axis.place(slope * last)}" stroke="#999" stroke-dasharray="4 3"/>')
    line = "L".join(f"{x_axis.place(x)} {y_axis.place(y)}" for x, y in points)
    parts.append(f'<path d="M{line}" fill="none" stroke="#06c" stroke-width="2"/>')
    parts += [f'<circle cx="{x_axis.place(x)}" cy="{y_axis.place(y)}" r="3" fill="#06c"/>' for x, y in points]
    parts.append(f'<text x="{(left + right) / 2}" y="{HEIGHT - 12}" text-anchor="middle">{x_title}</text>')
    parts.append(f'<text transform="translate(14 {(top + bottom) / 2}) rotate(-90)" '
                 f'text-anchor="middle">{y_title}</text></svg>\n')
    with open(path, "w", encoding="utf-8") as file:
        file.write("".join(parts))
