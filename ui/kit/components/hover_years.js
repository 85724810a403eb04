// Tells a place on an axis of years as a reader would: 2 years 4 months, not 2.33333.

const HALF_MONTHS = 24;

/** Write a count with its unit in the reader's language. */
function counted(count, unit, language) {
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(count);
}

/** Years and the months over, to half a month: the time from one settlement to the next. */
function inYearsAndMonths(value, language) {
  const halves = Math.round(value * HALF_MONTHS);
  const [years, months] = [Math.floor(halves / HALF_MONTHS), (halves % HALF_MONTHS) / 2];
  const parts = [
    years ? counted(years, "year", language) : "",
    months || !years ? counted(months, "month", language) : "",
  ];
  return parts.filter(Boolean).join(" ");
}

/** Write anew what Plotly's hover box is headed with; the box grows with it. */
function tellYears(plot, { points: [point] }, language) {
  const head = plot.querySelector(".hoverlayer .legendtitletext");
  if (!head || typeof point?.x !== "number" || point.x < 0) return;
  const said = inYearsAndMonths(point.x, language);
  const line = head.querySelector("tspan") ?? head;
  line.textContent = said;
  const ground = plot.querySelector(".hoverlayer .legend .bg");
  const wanted = head.getBBox().width + 12;
  if (ground && Number(ground.getAttribute("width")) < wanted) ground.setAttribute("width", wanted);
}
