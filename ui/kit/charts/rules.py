"""Rules and spans: where something begins, how far it reaches. Nobody can point at them."""

from ui.kit.charts.figure import Figure, outline


def vertical_rule(
    figure: Figure,
    x: float | str,
    colour: str,
    *,
    between: tuple[float, float] | None = None,
    dash: str = "solid",
    width: float = 1.4,
    opacity: float | None = None,
) -> None:
    """Draw a vertical rule at a value or day, by default over the whole height.

    ``between`` are two values of the vertical axis; ``width`` is in pixels.
    """
    low, high = between or (0, 1)
    fields = {
        "x0": x,
        "x1": x,
        "y0": low,
        "y1": high,
        "yref": None if between else "paper",
        "line": {"color": colour, "dash": dash, "width": width},
        "opacity": opacity,
    }
    outline(figure, "line", fields)


def horizontal_rule(
    figure: Figure,
    y: float | str,
    between: tuple[float, float],
    colour: str,
    *,
    width: float = 1.4,
    beneath: bool = False,
) -> None:
    """Draw a horizontal rule at a value or category, ``between`` two values of the other axis.

    ``beneath`` puts it under lines and points; ``width`` is in pixels.
    """
    left, right = between
    fields = {
        "x0": left,
        "x1": right,
        "y0": y,
        "y1": y,
        "layer": "below" if beneath else None,
        "line": {"color": colour, "width": width},
    }
    outline(figure, "line", fields)


def shaded_span(
    figure: Figure,
    x: tuple[float, float] | tuple[str, str],
    y: tuple[float, float],
    colour: str,
    *,
    opacity: float,
) -> None:
    """Shade a span of values or days across, and of values upwards."""
    (left, right), (low, high) = x, y
    corners = {"x0": left, "x1": right, "y0": low, "y1": high}
    fill = {"fillcolor": colour, "opacity": opacity, "line": {"width": 0}}
    outline(figure, "rect", {**corners, **fill})
