"""Whether a confidence is a share of right ones: expected calibration error, a table, a plot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BINS = 10
_STYLE = (
    "<style>svg{background:#fff;font:12px sans-serif}circle{fill:#2a6f97;fill-opacity:.7}"
    "line,rect{stroke:#888;fill:none}</style>"
)


@dataclass(frozen=True)
class Judged:
    """A confidence and whether what it was given to was right."""

    confidence: float
    is_right: bool


@dataclass(frozen=True)
class Bin:
    """Judged values of one tenth of the scale."""

    low: float
    high: float
    count: int
    mean_confidence: float
    share_right: float


def bins_of(judged: Sequence[Judged]) -> tuple[Bin, ...]:
    """Return the tenths of the scale that hold any value."""
    found = []
    for number in range(BINS):
        inside = [j for j in judged if min(int(j.confidence * BINS), BINS - 1) == number]
        if inside:
            found.append(
                Bin(
                    low=number / BINS,
                    high=(number + 1) / BINS,
                    count=len(inside),
                    mean_confidence=sum(j.confidence for j in inside) / len(inside),
                    share_right=sum(j.is_right for j in inside) / len(inside),
                )
            )
    return tuple(found)


def expected_calibration_error(judged: Sequence[Judged]) -> float:
    """Return the mean distance of confidence and share of right ones over ten bins, weighted by their size."""
    return sum(b.count * abs(b.mean_confidence - b.share_right) for b in bins_of(judged)) / max(1, len(judged))


def describe_table(judged: Sequence[Judged]) -> str:
    """Return one line a bin."""
    lines = ["confidence   n   mean  right"]
    lines += [
        f"{b.low:.1f}-{b.high:.1f}    {b.count:4d}   {b.mean_confidence:.2f}   {b.share_right:.2f}"
        for b in bins_of(judged)
    ]
    return "\n".join(lines)


def describe_plot(judged: Sequence[Judged], *, title: str) -> str:
    """Return the reliability plot as SVG: confidence to the right, share of right ones up, area by count."""
    side, edge = 320, 48
    total = max(1, len(judged))

    def at(x: float, y: float) -> tuple[float, float]:
        return edge + x * side, edge + (1 - y) * side

    ticks = []
    for number in range(0, 11, 2):
        x, y = at(number / 10, 0)
        left, up = at(0, number / 10)
        ticks.append(f'<text x="{x:.0f}" y="{y + 18:.0f}" text-anchor="middle">{number / 10:.1f}</text>')
        ticks.append(f'<text x="{left - 8:.0f}" y="{up + 4:.0f}" text-anchor="end">{number / 10:.1f}</text>')
    dots = []
    for b in bins_of(judged):
        x, y = at(b.mean_confidence, b.share_right)
        radius = 3 + 17 * (b.count / total) ** 0.5
        said = f"{b.count} agreements, mean confidence {b.mean_confidence:.2f}, {b.share_right:.2f} right"
        dots.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"><title>{said}</title></circle>')
    (x0, y0), (x1, y1) = at(0, 0), at(1, 1)
    size = side + 2 * edge
    error = expected_calibration_error(judged)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size + 12}" role="img">',
            f"<title>{title}</title>",
            f"<desc>{len(judged)} agreements, error {error:.3f}. Points on the line are calibrated.</desc>",
            _STYLE,
            f'<text x="{edge}" y="24" font-size="14">{title}: error {error:.3f}, n {len(judged)}</text>',
            f'<rect x="{x0}" y="{y1}" width="{side}" height="{side}"/>',
            f'<line x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}" stroke-dasharray="4 4"/>',
            *ticks,
            *dots,
            f'<text x="{edge + side / 2}" y="{size - 4}" text-anchor="middle">confidence</text>',
            f'<text transform="translate(12 {edge + side / 2}) rotate(-90)" text-anchor="middle">right</text>',
            "</svg>",
            "",
        ]
    )
