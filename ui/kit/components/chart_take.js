// The button beside a chart's title, and the list of pictures that it opens.

const TOLD_MS = 3000;
const KIT_MS = 20_000;
// The height of an embedded chart with its title, note and the way to the whole product.
const EMBEDDED_PX = 560;
const CHOICES = [
  ["png_wide", asPng, "wide", "png"],
  ["png_square", asPng, "square", "png"],
  ["svg_wide", asSvg, "wide", "svg"],
  ["svg_square", asSvg, "square", "svg"],
];

/** What the pictures of a page have in common; of the case that this chart shows. */
async function kitOf(chart) {
  const until = Date.now() + KIT_MS;
  // The whole page follows a lever at rest a little later than the chart beside it.
  while (window.chartPictures?.mark !== chart.payload.of) {
    if (Date.now() > until) throw new Error("the page does not say what the chart shows");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return window.chartPictures;
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

class TakeMenu {
  constructor(head, chart) {
    this.chart = chart;
    this.button = head.querySelector(".take-open");
    this.list = head.querySelector(".take-menu");
    this.told = head.querySelector(".take-told");
    this.button.onclick = () => (this.list.hidden ? this.open() : this.close());
    head.addEventListener("keydown", (event) => this.pressed(event));
    head.addEventListener("focusout", (event) => {
      // A press beside the list takes the focus away; one on it, in some browsers, gives it nowhere.
      if (event.relatedTarget && !head.contains(event.relatedTarget)) this.close();
    });
    this.outside = (event) => head.contains(event.target) || this.close();
  }

  open() {
    const texts = window.chartPictures?.texts;
    if (!texts || !this.chart.payload) return;
    const items = CHOICES.map(([name, make, shape, ending]) =>
      this.item(texts[name], () => this.save(make, shape, ending)),
    );
    this.list.replaceChildren(
      ...items,
      this.item(texts.copy, () => this.copy()),
      this.item(texts.embed, () => this.copyEmbed()),
    );
    this.list.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    document.addEventListener("pointerdown", this.outside);
    items[0].focus();
  }

  item(text, act) {
    const item = document.createElement("button");
    item.type = "button";
    item.textContent = text;
    item.onclick = () => {
      this.close();
      this.button.focus();
      act();
    };
    return item;
  }

  close() {
    this.list.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", this.outside);
  }

  pressed(event) {
    if (this.list.hidden) return;
    const items = [...this.list.children];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") {
      this.close();
      this.button.focus();
    } else if (step) {
      const place = items.indexOf(document.activeElement) + step;
      items[(place + items.length) % items.length].focus();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  async picture(make, shape) {
    const { texts, mark } = window.chartPictures;
    if (mark !== this.chart.payload.of) this.tell(texts.wait, KIT_MS);
    const kit = await kitOf(this.chart);
    const { payload } = this.chart;
    return make(await loadPlotly(payload.script), payload, kit, shape);
  }

  async save(make, shape, ending) {
    const texts = window.chartPictures.texts;
    try {
      const blob = await this.picture(make, shape);
      const { key, subject } = this.chart.payload;
      const plan = subject ? "record" : window.chartPictures.origin.slug;
      save(blob, `${key.replaceAll("_", "-")}_${plan}_${shape}.${ending}`);
      this.tell(texts.saved);
    } catch (problem) {
      console.error("chart picture:", problem);
      this.tell(texts.not_saved);
    }
  }

  async copy() {
    const texts = window.chartPictures.texts;
    try {
      // The picture is a promise: a browser lets a page copy only at once after a press.
      const picture = this.picture(asPng, "wide");
      await navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]);
      this.tell(texts.copied);
    } catch {
      this.tell(texts.not_copied);
    }
  }

  /** Copy what another site puts in its page to have this chart, of the case that it shows. */
  async copyEmbed() {
    const { texts } = window.chartPictures;
    const address = new URL(window.location.href);
    address.searchParams.set("embed", "true");
    address.searchParams.set("chart", this.chart.payload.key);
    const frame = document.createElement("iframe");
    frame.src = address.href;
    frame.title = this.chart.payload.title;
    frame.width = "100%";
    frame.height = String(EMBEDDED_PX);
    frame.style.border = "0";
    try {
      await navigator.clipboard.writeText(frame.outerHTML);
      this.tell(texts.embed_copied);
    } catch {
      this.tell(texts.not_copied);
    }
  }

  tell(text, milliseconds = TOLD_MS) {
    this.told.textContent = text;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.told.textContent = ""), milliseconds);
  }

  stop() {
    clearTimeout(this.timer);
    this.close();
  }
}
