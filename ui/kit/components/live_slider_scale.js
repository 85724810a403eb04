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

/** A scale that begins at nothing counts one more than the value. */
function logScale(minimum, maximum) {
  const shift = minimum > 0 ? 0 : 1;
  const first = minimum + shift;
  const span = Math.log((maximum + shift) / first);
  const clamp = (value) => Math.min(maximum, Math.max(minimum, value));
  const positionOf = (value) => (LOG_POSITIONS * Math.log((clamp(value) + shift) / first)) / span;
  const valueAt = (position) => {
    // The ends are exact whatever their digits.
    if (position <= 0) return minimum;
    if (position >= LOG_POSITIONS) return maximum;
    const value = first * Math.exp((position / LOG_POSITIONS) * span) - shift;
    return clamp(Number(value.toPrecision(3)));
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

// Nobody marks the thousands of ten thousands: 91 million are 9100 of them, not 9,100.
const TEN_THOUSAND = 1e4;

/** A number with every digit it has, and no noise of binary fractions. */
function exactly(value, locale, useGrouping = true) {
  return tidy(value).toLocaleString(locale, { maximumFractionDigits: 12, useGrouping });
}

/** Text for a value: the bare number in the box, and the whole phrase under the label. */
function makeFormat({ percent, names, unit, unitOfOne, unitFirst, large, magnitudes, texts, locale }) {
  const shown = (value) => (percent ? value * 100 : value);
  const number = (value) => names[value] ?? exactly(shown(value), locale);
  const phrase = (value) => {
    if (names.length) return number(value);
    const [size, written] = magnitudes.find(([least]) => large && Math.abs(value) >= least) ?? [];
    const counted = size && exactly(value / size, locale, size !== TEN_THOUSAND);
    let text = size ? fill(written, { number: counted }) : number(value);
    if (percent) text = fill(texts.percent, { number: text });
    const words = tidy(shown(value)) === 1 ? unitOfOne : unit;
    const pattern = unitFirst ? texts.named_phrase : texts.phrase;
    return words ? fill(pattern, { number: text, unit: words }) : text;
  };
  return { number, phrase };
}
