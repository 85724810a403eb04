// Draws a chart as a picture that stands by itself: title, plan, levers, source and link around it,
// on a light ground in both themes. Nothing of this runs before a reader asks for it.

// Of the picture as it is composed; its pixels are a multiple of them.
const SHAPES = { wide: [960, 540, 2.5], square: [720, 720, 3] };
const PAD = 28;
const GAP = 10;
// What a chart loses below this of its height on the page makes its words run into each other.
const LEAST_OF_HEIGHT = 0.92;
const MOST_OF_HEIGHT = 1.7;
const TYPE = {
  title: { size: 21, weight: 650, leading: 27, ink: "text" },
  plan: { size: 13.5, weight: 560, leading: 19, ink: "text" },
  detail: { size: 11.5, weight: 400, leading: 16, ink: "muted" },
  source: { size: 10, weight: 400, leading: 14, ink: "muted" },
};

const pen = document.createElement("canvas").getContext("2d");

const escaped = (text) =>
  text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Break a text into lines of a width: at spaces, after the marks of an address, or anywhere. */
function lines(text, type, width, family) {
  pen.font = `${type.weight} ${type.size}px ${family}`;
  const fits = (line) => pen.measureText(line).width <= width;
  const found = [];
  let line = "";
  const pieces = text.match(/[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\s&?\u2e80-\u9fff]+[&?]?\s*|\s+/gu) ?? [];
  for (const piece of pieces) {
    if (fits((line + piece).trimEnd())) {
      line += piece;
      continue;
    }
    if (line.trim()) found.push(line.trimEnd());
    line = "";
    // A word that is longer than a line.
    for (const sign of piece) {
      if (line && !fits(line + sign)) {
        found.push(line);
        line = "";
      }
      line += sign;
    }
  }
  if (line.trim()) found.push(line.trimEnd());
  return found;
}

/** Return blocks of text as lines with their places, from the top; and how high they are. */
function typeset(blocks, width, family) {
  const set = [];
  let y = 0;
  for (const { text, kind, most, href, mark } of blocks) {
    if (!text) continue;
    const type = TYPE[kind];
    let wrapped = lines(text, type, width, family);
    if (most && wrapped.length > most) {
      wrapped = wrapped.slice(0, most);
      wrapped[most - 1] = wrapped[most - 1].replace(/[\s;,]*[^\s]*$/, " …");
    }
    for (const [place, line] of wrapped.entries()) {
      y += type.leading;
      set.push({ line, type, href, y: y - 0.28 * type.leading, mark: place ? undefined : mark });
    }
    y += 3;
  }
  return [set, y];
}

function drawnText(set, top, kit) {
  return set
    .map(({ line, type, href, y, mark }) => {
      const place = `x="${PAD}" y="${(top + y).toFixed(1)}" xml:space="preserve"`;
      const look = `font-size="${type.size}" font-weight="${type.weight}" fill="${kit.inks[type.ink]}"`;
      const [sign, words] = mark ? signAndWords(line) : ["", line];
      const coloured = sign && `<tspan fill="${mark}">${escaped(sign)}</tspan>`;
      const text = `<text ${place} ${look}>${coloured}${escaped(words)}</text>`;
      return href ? `<a href="${escaped(href)}" target="_blank">${text}</a>` : text;
    })
    .join("");
}

/** The same figure in the colours of the light theme. */
function inLight(figure, kit) {
  let text = JSON.stringify(figure);
  for (const [dark, light] of kit.dark ? kit.colours : []) text = text.replaceAll(dark, light);
  return JSON.parse(text);
}

/** The typeface within the picture, so that it looks the same where nobody has it installed. */
let typeface;
function loadTypeface(kit) {
  typeface ??= fetch(new URL(kit.font, appAddress()))
    .then((answer) => (answer.ok ? answer.blob() : Promise.reject(new Error(answer.status))))
    .then(dataUrl)
    .then((url) => `@font-face{font-family:Inter;font-weight:100 900;src:url(${url}) format("woff2")}`)
    .catch(() => {
      // The next picture may try again; this one names the typeface and falls back.
      typeface = undefined;
      return "";
    });
  return typeface;
}

function dataUrl(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

/** What stands above and below the chart, the keys of the figure with it. */
function wordsAround(payload, figure, kit) {
  const { origin } = kit;
  const about = payload.subject
    ? [{ text: payload.subject, kind: "plan" }]
    : [
        { text: origin.plan, kind: "plan", most: 2 },
        { text: origin.changes, kind: "detail", most: 3 },
        { text: origin.levers, kind: "detail", most: 3 },
        { text: origin.baseline, kind: "detail", most: 2 },
      ];
  const head = [{ text: payload.alone, kind: "title" }, ...about];
  const keys = keyLabels(figure.layout).map(({ text, font }) => ({
    text: unmarked(text),
    kind: "detail",
    mark: font.color,
  }));
  const foot = [
    ...keys,
    { text: payload.note, kind: "detail", most: 3 },
    { text: origin.source, kind: "source", most: 2 },
    { text: origin.link, kind: "source", most: 2, href: origin.link },
  ];
  return [head, foot];
}

/** Compose a picture of a shape as the text of an SVG, with its size and factor of pixels. */
async function composed(plotly, payload, kit, shape) {
  const [across, down, factor] = SHAPES[shape];
  let [width, height] = [across, down];
  const figure = inLight(payload.figure, kit);
  const [head, foot] = wordsAround(payload, figure, kit);
  let above, below, headHeight, footHeight, free;
  // A chart that needs more height than is left gets a larger sheet of the same shape.
  for (let turn = 0; turn < 4; turn += 1) {
    [above, headHeight] = typeset(head, width - 2 * PAD, kit.family);
    [below, footHeight] = typeset(foot, width - 2 * PAD, kit.family);
    free = height - headHeight - footHeight - 2 * PAD - 2 * GAP;
    const wanted = LEAST_OF_HEIGHT * payload.height;
    if (free >= wanted) break;
    const grown = (height + wanted - free) / height;
    [width, height] = [Math.ceil(width * grown), Math.ceil(height * grown)];
  }
  const plotHeight = Math.round(Math.min(free, Math.max(MOST_OF_HEIGHT * payload.height, 200)));
  const plotWidth = width - 2 * PAD;
  const sized = { ...figure.layout, width: plotWidth, height: plotHeight, autosize: false };
  const config = { ...payload.config, staticPlot: true };
  const layout = await laidOut(plotly, { data: figure.data, layout: sized, config });
  const plot = await plotly.toImage(
    { data: figure.data, layout, config },
    { format: "svg", width: plotWidth, height: plotHeight, imageDataOnly: true },
  );
  const plotTop = PAD + headHeight + GAP + Math.max(0, (free - plotHeight) / 2);
  const footTop = height - PAD - footHeight;
  const nested = plot
    .replace(/^<\?xml[^>]*>/, "")
    .replace("<svg ", `<svg x="${PAD}" y="${plotTop.toFixed(1)}" `);
  const family = escaped(kit.family.replaceAll('"', "'"));
  const text =
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ` +
    `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `font-family="${family}">` +
    `<title>${escaped(payload.alone)}</title><desc>${escaped(payload.alt)}</desc>` +
    `<defs><style>${await loadTypeface(kit)}</style></defs>` +
    `<rect width="100%" height="100%" fill="${kit.inks.surface}"/>` +
    drawnText(above, PAD - 8, kit) +
    nested +
    `<path d="M${PAD} ${footTop - GAP / 2}H${width - PAD}" stroke="${kit.inks.grid}"/>` +
    drawnText(below, footTop, kit) +
    `</svg>`;
  return { text, width, height, pixels: [across * factor, down * factor] };
}

async function asSvg(...given) {
  const { text } = await composed(...given);
  return new Blob([text], { type: "image/svg+xml" });
}

async function asPng(...given) {
  const { text, pixels } = await composed(...given);
  const image = new Image();
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    await new Promise((resolve, reject) => {
      image.onload = resolve;
      image.onerror = () => reject(new Error("the picture could not be drawn"));
      image.src = address;
    });
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = pixels;
    canvas.getContext("2d").drawImage(image, 0, 0, ...pixels);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png"),
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}
