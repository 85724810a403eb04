// Keeps the words of a drawn chart apart: labels leave each other, ticks, legends and edges alone,
// and stand beside lines and points where there is room. Python gives each label its place by the
// values it belongs to; how wide a chart and its letters are is known only here.

// Pixels: how close words may come, and how far a label may go from its place.
const APART = 3;
const MOST_ACROSS = 170;
const MOST_UP = 84;
const STEP = 6;
const LINE_DOT_PX = 3;
// What a place costs: a pixel of a line and a point that it covers, the way there by its square.
const COST = { line: 2.5, point: 70, way: 0.03, across: 0.35, impossible: 1e4 };
// So few pixels of a line beneath a label's corner are no reason to move it.
const TOUCHED_PX = 5;

const SVG_TEXTS = {
  ticks: ".xaxislayer-above text, .xaxislayer-below text, .yaxislayer-above text, .yaxislayer-below text",
  fixed: ".g-xtitle text, .g-ytitle text, .g-x2title text, .g-y2title text, .legend",
  bars: ".barlayer text.bartext",
};

/** A box around something drawn, in pixels from the corner of its chart. */
function boxOf(element, origin, rim = 0) {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return {
    left: left - origin.left,
    right: right - origin.left,
    top: top - origin.top + rim,
    bottom: bottom - origin.top - rim,
  };
}

const meet = (a, b, apart = 0) =>
  a.left < b.right + apart && b.left < a.right + apart && a.top < b.bottom && b.top < a.bottom;

const moved = ({ left, right, top, bottom }, x, y) => ({
  left: left + x,
  right: right + x,
  top: top + y,
  bottom: bottom + y,
});

/** How far a box has to go to lie between two edges, as little as will do. */
const into = (low, high, first, last) =>
  low < first ? first - low : high > last ? Math.max(last - high, first - low) : 0;

/** Points along what Plotly draws as lines, rules and whiskers. */
function strokesOf(svg, origin) {
  const dots = [];
  const drawn = svg.querySelectorAll(
    ".scatterlayer path.js-line, .shapelayer path, .errorbar path, .contourlayer path.openline",
  );
  for (const path of drawn) {
    const { stroke, strokeWidth, strokeOpacity } = getComputedStyle(path);
    if (stroke === "none" || !parseFloat(strokeWidth) || Number(strokeOpacity) === 0) continue;
    const length = path.getTotalLength();
    const matrix = path.getScreenCTM();
    if (!length || length > 12000 || !matrix) continue;
    const clip = path.closest("[clip-path]") ? plotBox(svg, origin) : null;
    for (let at = 0; at <= length; at += LINE_DOT_PX) {
      const { x, y } = path.getPointAtLength(at).matrixTransform(matrix);
      const dot = { x: x - origin.left, y: y - origin.top };
      if (!clip || (dot.y >= clip.top - 1 && dot.y <= clip.bottom + 1)) dots.push(dot);
    }
  }
  return dots;
}

function plotBox(svg, origin) {
  const ground = svg.querySelector(".bglayer rect, .draglayer rect.nsewdrag");
  return ground ? boxOf(ground, origin) : { left: 0, right: 1e4, top: 0, bottom: 1e4 };
}

function pointsOf(svg, origin) {
  return [...svg.querySelectorAll(".scatterlayer .points path.point")]
    .map((point) => boxOf(point, origin))
    .filter((box) => box.right - box.left >= 3);
}

/** Hide texts of ticks that would run into the one before; those at an edge stay within it. */
function thinTicks(svg, origin, width) {
  for (const layer of svg.querySelectorAll(".xaxislayer-above, .yaxislayer-above, .xaxislayer-below, .yaxislayer-below")) {
    const kept = [];
    for (const text of layer.querySelectorAll("text")) {
      text.style.visibility = "";
      text.style.translate = "";
      let box = boxOf(text, origin, 2);
      const over = into(box.left, box.right, 0, width);
      if (over && box.right - box.left < width) {
        text.style.translate = `${over}px 0`;
        box = moved(box, over, 0);
      }
      if (kept.some((one) => meet(one, box, APART))) text.style.visibility = "hidden";
      else kept.push(box);
    }
  }
}

/** Texts behind bars stay within the chart and beside the names of the rows. */
function nudgeBarTexts(svg, origin, size, taken) {
  for (const text of svg.querySelectorAll(SVG_TEXTS.bars)) {
    text.style.translate = "";
    const box = boxOf(text, origin, 2);
    let shift = into(box.left, box.right, 1, size.width - 1);
    for (const one of taken) {
      if (!meet(one, moved(box, shift, 0), APART)) continue;
      // One without room between the names of the rows and its bar goes to the bar's other end.
      const bar = text.parentElement.querySelector("path");
      const end = bar ? boxOf(bar, origin).right + APART + 1 : one.right + APART;
      shift = one.left < box.left ? end - box.left : one.left - APART - box.right;
    }
    if (shift) text.style.translate = `${shift}px 0`;
    taken.push(moved(box, shift, 0));
  }
}

/** What it costs to lay a label on a box. */
function costOf(box, way, room, most) {
  const { size, taken, dots, points } = room;
  let cost = COST.way * (way.x * way.x * COST.across + way.y * way.y);
  if (cost >= most) return cost;
  if (into(box.left, box.right, 0, size.width) || into(box.top, box.bottom, 0, size.height)) {
    return COST.impossible;
  }
  if (taken.some((one) => meet(one, box, APART))) return COST.impossible;
  for (const point of points) if (meet(point, box)) cost += COST.point;
  if (cost >= most) return cost;
  let run = 0;
  for (const { x, y } of dots) {
    if (x > box.left && x < box.right && y > box.top && y < box.bottom) run += LINE_DOT_PX;
  }
  return cost + COST.line * Math.max(0, run - TOUCHED_PX);
}

function stay(box, { size, taken }) {
  const free = costOf(box, { x: 0, y: 0 }, { size, taken, dots: [], points: [] }, Infinity) === 0;
  return free ? { x: 0, y: 0 } : null;
}

/** Return the way to the best place near a label's own, or null where it finds no room. */
function wayOf(box, room) {
  let best = { x: 0, y: 0, cost: costOf(box, { x: 0, y: 0 }, room, Infinity) };
  if (best.cost === 0) return best;
  const home = {
    x: into(box.left, box.right, 0, room.size.width),
    y: into(box.top, box.bottom, 0, room.size.height),
  };
  // Only what is within reach of the label counts.
  const reach = {
    left: box.left - MOST_ACROSS,
    right: box.right + MOST_ACROSS,
    top: box.top - MOST_UP,
    bottom: box.bottom + MOST_UP,
  };
  const near = {
    size: room.size,
    taken: room.taken.filter((one) => meet(one, reach, APART)),
    points: room.points.filter((one) => meet(one, reach)),
    dots: room.dots.filter(({ x, y }) => x > reach.left && x < reach.right && y > reach.top && y < reach.bottom),
  };
  const steps = (most) => {
    const found = [0];
    for (let far = STEP; far <= most; far += STEP) found.push(far, -far);
    return found;
  };
  for (const up of steps(MOST_UP)) {
    for (const across of steps(MOST_ACROSS)) {
      const way = { x: home.x + across, y: home.y + up };
      const cost = costOf(moved(box, way.x, way.y), { x: across, y: up }, near, best.cost);
      if (cost < best.cost) best = { ...way, cost };
    }
  }
  return best.cost < COST.impossible ? best : null;
}

/** Move the labels of a drawn chart apart; return of each its way, null where it is left out.
 *
 * What stands within a bar, in the colour of the ground, stays there or is left out. */
function keepApart(plot, annotations = []) {
  const svgs = [...plot.querySelectorAll("svg.main-svg")];
  const frame = plot.querySelector(".svg-container");
  if (!svgs.length || !frame) return new Map();
  const origin = frame.getBoundingClientRect();
  const size = { width: origin.width, height: origin.height };
  const ways = new Map();
  if (!size.width) return ways;
  for (const svg of svgs) thinTicks(svg, origin, size.width);
  const texts = (names) => svgs.flatMap((svg) => [...svg.querySelectorAll(names)]);
  const seen = (text) => text.style.visibility !== "hidden" && text.textContent;
  const taken = texts(`${SVG_TEXTS.ticks}, ${SVG_TEXTS.fixed}`)
    .filter(seen)
    .map((text) => boxOf(text, origin, 2));
  for (const svg of svgs) nudgeBarTexts(svg, origin, size, taken);
  const labels = texts(".annotation").filter((label) => label.querySelector("text"));
  const dots = labels.length ? svgs.flatMap((svg) => strokesOf(svg, origin)) : [];
  const points = labels.length ? svgs.flatMap((svg) => pointsOf(svg, origin)) : [];
  for (const label of labels) {
    label.removeAttribute("transform");
    label.style.display = "";
    const index = Number(label.dataset.index);
    const { name } = annotations[index] ?? {};
    const box = boxOf(label.querySelector("text"), origin, 1);
    const room = { size, taken, dots, points };
    const way = name === "within" ? stay(box, room) : wayOf(box, room);
    ways.set(index, way);
    if (way === null) {
      label.style.display = "none";
      continue;
    }
    if (way.x || way.y) label.setAttribute("transform", `translate(${way.x},${way.y})`);
    taken.push(moved(box, way.x, way.y));
  }
  return ways;
}

const keyLabels = ({ annotations = [] }) => annotations.filter(({ name }) => name === "key");
const unmarked = (text) => text.replace(/<[^>]*>/g, " ");

/** Part the mark, dash or shade that a key begins with from its words. */
function signAndWords(text) {
  const sign = /^[^\p{L}\p{N}(]+(?=\s)/u.exec(text)?.[0] ?? "";
  return [sign, text.slice(sign.length)];
}

/** A key or a label as a line below the chart: its mark, or a dash for one, in its own colour.
 *
 * A label of a row is told with the row's name. */
function lineBelow({ text, font, name, y }) {
  const line = document.createElement("span");
  const row = typeof y === "string" ? `${y}: ` : "";
  const [sign, words] =
    name === "key" ? signAndWords(unmarked(text)) : ["—", ` ${row}${unmarked(text)}`];
  const mark = line.appendChild(document.createElement("b"));
  mark.textContent = sign;
  mark.style.color = (name !== "within" && font?.color) || "";
  line.append(words);
  return line;
}

/** Keep the words of a chart apart, and write below it its keys and the labels without room. */
function settleLabels(plot, layout, below) {
  const ways = [...keepApart(plot, layout.annotations)];
  const left = ways.filter(([, way]) => way === null).map(([index]) => layout.annotations[index]);
  below.replaceChildren(...[...keyLabels(layout), ...left].map(lineBelow));
}

/** The same layout with its labels where they were moved to. */
function withWays(layout, ways) {
  const annotations = layout.annotations.map((label, index) => {
    const way = ways.get(index);
    if (way === null) return { ...label, visible: false };
    if (!way) return label;
    return {
      ...label,
      xshift: (label.xshift ?? 0) + way.x,
      yshift: (label.yshift ?? 0) - way.y,
    };
  });
  return { ...layout, annotations };
}

/** Draw a figure unseen at a size, to learn where its labels find room there. */
async function laidOut(plotly, { data, layout, config }) {
  if (!layout.annotations?.length) return layout;
  const place = document.createElement("div");
  place.style.cssText = `position:fixed;left:-10000px;top:0;width:${layout.width}px;height:${layout.height}px`;
  document.body.append(place);
  try {
    await plotly.newPlot(place, data, layout, config);
    return withWays(layout, keepApart(place, layout.annotations));
  } finally {
    plotly.purge(place);
    place.remove();
  }
}
