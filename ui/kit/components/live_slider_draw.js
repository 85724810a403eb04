// How the slider is drawn, and the entry point that Streamlit calls for every change of data.

Object.assign(LiveSlider.prototype, {
  /** Everything that stays while the thumb moves. */
  drawFrame() {
    const { label, texts, help, unit, percent, names, minimum, maximum, compact, rail } = this.data;
    this.root.classList.toggle("compact", compact);
    this.root.classList.toggle("noted", this.data.note !== "");
    this.root.classList.toggle("without-rail", !rail);
    this.part("label").textContent = label;
    this.part("label").htmlFor = rail ? "range" : "box";
    this.part("label-unit").textContent = percent ? unit : names.length ? "" : unit;
    this.part("help").textContent = help;
    const helpButton = this.part("help-button");
    helpButton.hidden = !help;
    helpButton.setAttribute("aria-label", fill(texts.help, { label }));
    this.box.setAttribute("aria-label", fill(texts.box, { label }) + (percent ? " (%)" : ""));
    this.part("box-unit").textContent = percent ? "%" : "";
    const ends = { minimum: this.format.phrase(minimum), maximum: this.format.phrase(maximum) };
    this.byId("span").textContent = fill(texts.span, ends);
    this.range.min = this.scale.low;
    this.range.max = this.scale.high;
    this.drawBaseline();
    this.drawTicks();
  },

  /** The box is as wide as the longest number it has had to show. */
  widenBox(number) {
    const { minimum, maximum } = this.data;
    const shown = [number, this.format.number(minimum), this.format.number(maximum)];
    // A Chinese sign is as wide as two digits.
    const width = (text) => [...text].reduce((sum, sign) => sum + (sign > "\u2e7f" ? 2 : 1), 1);
    const widest = Math.max(this.widest ?? 5, ...shown.map(width));
    if (widest === this.widest) return;
    this.widest = widest;
    this.box.style.width = `${widest}ch`;
  },

  fraction(value) {
    const { low, high, positionOf } = this.scale;
    return (positionOf(value) - low) / (high - low);
  },

  drawBaseline() {
    const { baseline, texts } = this.data;
    const mark = this.part("baseline-mark");
    mark.hidden = baseline === null;
    const text = mark.hidden ? "" : fill(texts.baseline, { value: this.format.phrase(baseline) });
    this.byId("baseline").textContent = text;
    if (!mark.hidden) mark.style.setProperty("--at", this.fraction(baseline));
  },

  drawTicks() {
    const { label, ticks, texts } = this.data;
    const buttons = ticks.map(([value, text]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "tick";
      // The arrow keys reach every value already; tab stops at each tick would only tire.
      button.tabIndex = -1;
      const words = document.createElement("span");
      words.textContent = text;
      button.append(words);
      button.setAttribute("aria-label", fill(texts.tick, { label, tick: text }));
      button.style.setProperty("--at", this.fraction(value));
      button.addEventListener("click", () => this.jump(value));
      return button;
    });
    this.part("ticks").replaceChildren(...buttons);
    this.part("ticks").hidden = buttons.length === 0;
    this.thinTicks();
  },

  /** Keep tick labels inside the row, and only every second, third, ... where they would touch. */
  thinTicks() {
    const row = this.part("ticks");
    const width = row.clientWidth;
    if (width === 0) return;
    const inset = parseFloat(getComputedStyle(this.root).getPropertyValue("--thumb")) / 2;
    const places = [...row.children].map((tick) => {
      const half = tick.firstChild.offsetWidth / 2;
      const centre = inset + Number(tick.style.getPropertyValue("--at")) * (width - 2 * inset);
      const middle = Math.min(width - half, Math.max(half, centre));
      tick.style.setProperty("--shift", `${middle - centre}px`);
      return { tick, left: middle - half, right: middle + half };
    });
    const apart = (kept) =>
      kept.every(({ left }, i) => i === 0 || left - kept[i - 1].right >= TICK_GAP_PX);
    const every = (stride) => places.filter((_, i) => i % stride === 0);
    let stride = 1;
    while (!apart(every(stride))) stride += 1;
    for (const { tick } of places) tick.classList.add("left-out");
    for (const { tick } of every(stride)) tick.classList.remove("left-out");
  },

  /** The second line of a value that the page has not followed yet; without one, the page's. */
  showNote(text) {
    this.noteAhead = text;
    this.part("note").textContent = text ?? this.data.note;
  },

  /** Everything that moves with the thumb. */
  drawValue() {
    const number = this.format.number(this.value);
    const phrase = this.format.phrase(this.value);
    const position = String(this.scale.positionOf(this.value));
    if (this.range.value !== position) this.range.value = position;
    this.root.style.setProperty("--fraction", this.fraction(this.value));
    this.range.setAttribute("aria-valuetext", phrase);
    this.part("value").textContent = phrase;
    // While the thumb moves the note is that of the last answer, so that nothing jumps.
    this.part("note").textContent = this.noteAhead ?? this.data.note;
    if (!this.typing && !this.asking) {
      if (!this.moving) this.widenBox(number);
      this.box.value = number;
    }
    this.drawReset();
    this.root.dataset.value = String(this.value);
    this.root.dataset.resting = String(!this.moving && !this.sender.waiting);
    this.drawError();
  },

  drawReset() {
    const { default: usual, label, texts } = this.data;
    const button = this.part("reset-button");
    const offered = usual !== null && usual !== this.value;
    button.classList.toggle("not-offered", !offered);
    button.tabIndex = offered ? 0 : -1;
    if (!offered) return;
    const words = fill(texts.reset, { label, value: this.format.phrase(usual) });
    button.title = words;
    button.setAttribute("aria-label", words);
  },

  drawError() {
    const error = this.data.error === this.stale ? "" : this.data.error;
    const place = this.part("error");
    if (place.textContent !== error) place.textContent = error;
    this.box.setAttribute("aria-invalid", String(Boolean(error)));
  },
});

// All that stand on the page, by their places.
const sliders = new Map();

/** Called by Streamlit for every change of data or theme; the slider itself is made once. */
export default function (mounted) {
  const component = { ...mounted, data: mounted.data[0] };
  const root = component.parentElement.querySelector(".live-slider");
  let slider = sliders.get(root);
  if (!slider) {
    slider = new LiveSlider(root, component);
    sliders.set(root, slider);
  }
  slider.update(component);
  return () => {
    // Streamlit also calls this for a run that newer data overtook, while the slider lives on.
    setTimeout(() => {
      if (root.isConnected) return;
      slider.stop();
      sliders.delete(root);
    }, 0);
  };
}
