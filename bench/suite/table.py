"""Figures as rows, for the terminal, for JSON and for documents."""

import statistics
import sys
from dataclasses import dataclass, field

WIDTH = 80


@dataclass
class Line:
    """One candidate's figures, each the median of its rounds, with `value` the one that counts."""

    name: str
    value: float
    details: dict = field(default_factory=dict)
    note: str = ""


@dataclass
class Section:
    """One row of the suite: candidates that did the same work."""

    name: str
    title: str
    unit: str
    lines: list = field(default_factory=list)
    reference: str = ""  # the line that the others are divided by
    missing: dict = field(default_factory=dict)  # {name: why}
    plots: list = field(default_factory=list)
    remarks: list = field(default_factory=list)

    def add(self, name, values, note="", **details):
        """`values` and each of the details are a figure a round."""
        self.lines.append(Line(name, statistics.median(values),
                               {key: statistics.median(each) for key, each in details.items()}, note))

    def find(self, name):
        return next((line for line in self.lines if line.name == name), None)


def figure(value):
    """Three digits that count."""
    if value == 0:
        return "0"
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f}"


def rows(section):
    """Lists of texts: the head, then a line each."""
    details = list(dict.fromkeys(key for line in section.lines for key in line.details))
    reference = section.find(section.reference)
    head = ["", section.unit, *details] + (["ratio"] if reference else [])
    body = []
    for line in section.lines:
        cells = [line.name, figure(line.value)]
        cells += [figure(line.details[key]) if key in line.details else "" for key in details]
        if reference:
            cells.append(f"{line.value / reference.value:.2f}" if reference.value else "")
        body.append(cells)
    return [head, *body]


def show(section, out=sys.stdout):
    print(f"\n{section.title}", file=out)
    table = rows(section)
    widths = [max(len(row[i]) for row in table) for i in range(len(table[0]))]
    for row in table:
        cells = [row[0].ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
        print(("  " + "  ".join(cells)).rstrip()[:WIDTH], file=out)
    for name, why in section.missing.items():
        print(f"  without {name}: {why}"[:WIDTH], file=out)
    for remark in section.remarks:
        print(f"  {remark}"[:WIDTH], file=out)
    out.flush()


def markdown(section):
    table = rows(section)
    lines = [f"**{section.title}**", "", "| " + " | ".join(table[0]) + " |",
             "|---|" + "--:|" * (len(table[0]) - 1)]
    lines += ["| " + " | ".join(row) + " |" for row in table[1:]]
    lines += [f"\nWithout {name}: {why}." for name, why in section.missing.items()]
    lines += [f"\n{remark}" for remark in section.remarks]
    return "\n".join(lines) + "\n"
