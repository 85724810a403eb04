// A path over months, drawn with the mouse, a finger or keys; its values can be typed as well.

const HEIGHT = 220;
const PAD = { left: 8, right: 8, top: 12, bottom: 26 };
const STRIDES = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 };
const DOT_PX = 5;
const REST_MS = 400;
const SVG = "http://www.w3.org/2000/svg";

function made(name, attributes, parent) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent.append(element);
  return element;
}

class PathDrawing {
  constructor(root, component) {
    this.root = root;
    this.plot = root.querySelector(".path-plot");
    this.cells = root.querySelector(".path-cells");
    this.drawing = false;
    this.values = [...component.data.values];
    this.sender = new Sender((reading) => this.component.setStateValue("reading", reading));
    this.listening = new AbortController();
    const on = (target, event, handle) =>
      target.addEventListener(event, handle, { signal: this.listening.signal });
    on(this.plot, "pointerdown", (event) => this.begin(event));
    on(this.plot, "pointermove", (event) => this.stroke(event));
    on(this.plot, "pointerup", () => this.rest());
    on(this.plot, "pointercancel", () => this.rest());
    on(this.plot, "keydown", (event) => this.press(event));
    on(this.cells, "change", (event) => this.type(event));
    this.resizing = new ResizeObserver(() => this.draw());
    this.resizing.observe(this.plot);
  }

  update(component) {
    this.component = component;
    this.data = component.data;
    this.sender.acknowledge(this.data.ack, this.data.epoch);
    // Python's values rule, but not over a stroke that is being drawn.
    if (!this.drawing && !this.sender.waiting) this.values = [...this.data.values];
    this.build();
    this.draw();
  }

  x(at) {
    const { months } = this.data;
    const span = months.at(-1) || 1;
    return PAD.left + ((this.width - PAD.left - PAD.right) * months[at]) / span;
  }

  y(value) {
    const room = HEIGHT - PAD.top - PAD.bottom;
    return PAD.top + room * (1 - Math.min(value / this.data.top, 1));
  }

  build() {
    const { months, texts, label } = this.data;
    this.root.querySelector(".path-label").textContent = label;
    this.root.querySelector(".path-help").textContent = texts.help;
    if (this.built === months.join()) return;
    this.built = months.join();
    this.plot.replaceChildren();
    this.line = made("polyline", { class: "path-line", fill: "none" }, this.plot);
    this.topMark = made("text", { class: "path-mark", x: PAD.left, y: PAD.top + 4 }, this.plot);
    this.dots = months.map((month) =>
      made(
        "circle",
        { class: "path-dot", r: DOT_PX, tabindex: 0, role: "slider", "aria-valuemin": 0 },
        this.plot,
      ),
    );
    this.marks = months.map((month) => {
      const mark = made("text", { class: "path-mark", "text-anchor": "middle" }, this.plot);
      mark.textContent = month;
      return mark;
    });
    this.boxes = months.map((month) => {
      const cell = document.createElement("label");
      const box = document.createElement("input");
      cell.append(texts.month.replace("{month}", month), box);
      box.type = "text";
      box.inputMode = "decimal";
      return [cell, box];
    });
    this.cells.replaceChildren(...this.boxes.map(([cell]) => cell));
  }

  draw() {
    if (!this.data) return;
    this.width = this.plot.clientWidth || 300;
    const { months, texts, top } = this.data;
    this.line.setAttribute("points", this.values.map((v, at) => `${this.x(at)},${this.y(v)}`).join(" "));
    this.topMark.textContent = this.written(top);
    const every = Math.ceil((months.length * 34) / this.width);
    months.forEach((month, at) => {
      const written = this.written(this.values[at]);
      const [dot, mark, box] = [this.dots[at], this.marks[at], this.boxes[at][1]];
      dot.setAttribute("cx", this.x(at));
      dot.setAttribute("cy", this.y(this.values[at]));
      dot.setAttribute("aria-label", texts.month.replace("{month}", month));
      dot.setAttribute("aria-valuemax", top);
      dot.setAttribute("aria-valuenow", this.values[at]);
      dot.setAttribute("aria-valuetext", written);
      mark.setAttribute("x", this.x(at));
      mark.setAttribute("y", HEIGHT - 6);
      mark.toggleAttribute("hidden", at % every !== 0);
      mark.style.display = at % every === 0 ? "" : "none";
      if (document.activeElement !== box && this.root.getRootNode().activeElement !== box)
        box.value = written;
    });
  }

  written(value) {
    return new Intl.NumberFormat(this.data.locale, { maximumSignificantDigits: 6 }).format(value);
  }

  begin(event) {
    if (event.button > 0) return;
    this.drawing = true;
    this.from = null;
    this.plot.setPointerCapture(event.pointerId);
    this.stroke(event);
  }

  /** Every month between the last place of the pointer and this one takes its height. */
  stroke(event) {
    if (!this.drawing) return;
    const box = this.plot.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const room = HEIGHT - PAD.top - PAD.bottom;
    const value = this.data.top * (1 - (y - PAD.top) / room);
    const distances = this.data.months.map((_, at) => Math.abs(this.x(at) - x));
    const here = distances.indexOf(Math.min(...distances));
    const from = this.from ?? { at: here, value };
    const [first, last] = [Math.min(from.at, here), Math.max(from.at, here)];
    for (let at = first; at <= last; at += 1) {
      const part = from.at === here ? 1 : (at - from.at) / (here - from.at);
      this.set(at, from.value + part * (value - from.value));
    }
    this.from = { at: here, value };
    this.tell(false);
  }

  set(at, value) {
    const { minimum, maximum, step } = this.data;
    const rounded = Math.round(value / step) * step;
    this.values[at] = Number(Math.min(Math.max(rounded, minimum), maximum).toPrecision(12));
  }

  tell(resting) {
    this.draw();
    this.sender.offer({ values: [...this.values], resting });
  }

  rest() {
    if (!this.drawing) return;
    this.drawing = false;
    this.tell(true);
  }

  press(event) {
    const at = this.dots.indexOf(event.target);
    if (at < 0 || !(event.key in STRIDES)) return;
    event.preventDefault();
    this.set(at, this.values[at] + STRIDES[event.key] * this.data.stride);
    this.tell(false);
    clearTimeout(this.keyTimer);
    this.keyTimer = setTimeout(() => this.tell(true), REST_MS);
  }

  /** What is typed is read by Python, in the reader's way of writing. */
  type(event) {
    const at = this.boxes.findIndex(([, box]) => box === event.target);
    if (at < 0) return;
    const text = event.target.value;
    event.target.blur();
    this.sender.offer({ values: [...this.values], at, text, resting: true });
  }

  stop() {
    clearTimeout(this.keyTimer);
    this.sender.stop();
    this.listening.abort();
    this.resizing.disconnect();
  }
}

const drawings = new WeakMap();

/** Called by Streamlit for every change of data or theme; the drawing itself is made once. */
export default function (component) {
  const root = component.parentElement.querySelector(".path-drawing");
  if (!drawings.has(root)) drawings.set(root, new PathDrawing(root, component));
  drawings.get(root).update(component);
  return () => {
    // Streamlit also calls this for a run that newer data overtook, while the drawing lives on.
    setTimeout(() => {
      if (root.isConnected) return;
      drawings.get(root)?.stop();
      drawings.delete(root);
    }, 0);
  };
}
