// Pure functions: between values and positions on the rail, and between values and text.

const LOG_POSITIONS = 1000;

/** Fill "{name}" places in a text. */
function fill(template, parts) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => parts[name] ?? whole);
}

/** Remove the noise of binary fractions: 0.30000000000000004 becomes 0.3. */
function tidy(value) {
  return Number(value.toPrecision(12));
}

function linearScale(minimum, maximum, step) {
  const clamp = (value) => Math.min(maximum, Math.max(minimum, value));
  const valueAt = (position) =>
    clamp(tidy(minimum + Math.round((position - minimum) / step) * step));
  return {
    low: minimum,
    high: maximum,
    positionOf: clamp,
    valueAt,
    moved: (value, strides) => valueAt(clamp(value) + strides * step),
  };
}

function logScale(minimum, maximum) {
  const span = Math.log(maximum / minimum);
  const clamp = (value) => Math.min(maximum, Math.max(minimum, value));
  const positionOf = (value) => (LOG_POSITIONS * Math.log(clamp(value) / minimum)) / span;
  const valueAt = (position) => {
    // The ends are exact whatever their digits.
    if (position <= 0) return minimum;
    if (position >= LOG_POSITIONS) return maximum;
    return clamp(Number((minimum * Math.exp((position / LOG_POSITIONS) * span)).toPrecision(3)));
  };
  const moved = (value, strides) => {
    let position = positionOf(value) + strides;
    let next = valueAt(position);
    // Where positions lie closer than three digits can tell, one stride may change nothing.
    while (next === value && position > 0 && position < LOG_POSITIONS) {
      position += Math.sign(strides);
      next = valueAt(position);
    }
    return next;
  };
  return { low: 0, high: LOG_POSITIONS, positionOf, valueAt, moved };
}

/** The scale of a rail: its ends, and the way from positions to values and back. */
function makeScale({ scale, minimum, maximum, step }) {
  return scale === "log" ? logScale(minimum, maximum) : linearScale(minimum, maximum, step);
}

/** The fewest decimals, no less than asked for, that show the number unaltered. */
function decimalsFor(number, decimals) {
  for (let more = decimals; more <= decimals + 3; more += 1) {
    if (Math.abs(Number(number.toFixed(more)) - number) <= 1e-9 * Math.abs(number)) return more;
  }
  const leading = number === 0 ? 0 : Math.floor(Math.log10(Math.abs(number)));
  return Math.min(12, Math.max(decimals, 2 - leading));
}

/** Text for a value: the bare number in the box, and the whole phrase under the label. */
function makeFormat({ decimals, number_scale, number_unit, unit, texts }) {
  const number = (value) => {
    const shown = value / number_scale;
    const places = decimalsFor(shown, decimals);
    const options = { minimumFractionDigits: places, maximumFractionDigits: places };
    return shown.toLocaleString(texts.locale, options);
  };
  const phrase = (text) =>
    fill(texts.value, { number: text, number_unit, unit })
      .replace(/\s+/g, " ")
      .replace(/ (?=[%‰])/g, "")
      .trim();
  return { number, phrase, full: (value) => phrase(number(value)) };
}

/** The value typed into the box, or NaN: groups, full-width digits and the units are understood. */
function parseTyped(text, { number_scale, number_unit, unit }) {
  let plain = text.normalize("NFKC").trim().toLowerCase();
  for (const suffix of [unit, number_unit]) {
    const lower = suffix.normalize("NFKC").toLowerCase();
    if (lower && plain.endsWith(lower)) plain = plain.slice(0, -lower.length).trim();
  }
  plain = plain.replace(/[\s_']/g, "").replace("−", "-");
  // A comma counts only between groups of three, so that 1,5 is not taken for 15.
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(plain)) plain = plain.replaceAll(",", "");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(plain)) return NaN;
  return tidy(Number(plain) * number_scale);
}
