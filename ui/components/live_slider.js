// The slider itself. Python's value is canonical, but a thumb in the user's hand is never moved.

const KEY_STRIDES = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: 10,
  PageDown: -10,
  Home: -Infinity,
  End: Infinity,
};
// Keys tapped in a row are one movement, which rests this long after the last of them.
const KEY_REST_MS = 120;
const TICK_GAP_PX = 8;

class LiveSlider {
  constructor(root, component) {
    this.root = root;
    this.part = (name) => root.querySelector(`.${name}`);
    this.byId = (id) => root.querySelector(`#${id}`);
    this.range = this.part("range");
    this.box = this.part("box");
    this.value = component.data.value;
    this.moving = false;
    this.dragging = false;
    this.typing = false;
    this.typedError = "";
    this.sender = new Sender(
      (reading) => this.component.setStateValue("reading", reading),
      component.data.ack,
    );
    this.listening = new AbortController();
    this.listen();
    this.resizing = new ResizeObserver(() => this.thinTicks());
    this.resizing.observe(this.part("ticks"));
  }

  listen() {
    const on = (target, event, handle) =>
      target.addEventListener(event, handle, { signal: this.listening.signal });
    on(this.range, "pointerdown", () => (this.dragging = true));
    on(this.range, "input", () => this.slide());
    on(this.range, "change", () => this.rest());
    on(window, "pointerup", () => this.drop());
    on(window, "pointercancel", () => this.drop());
    on(this.range, "keydown", (event) => this.press(event, KEY_STRIDES[event.key]));
    on(this.range, "keyup", () => this.release());
    on(this.range, "blur", () => this.rest());
    on(this.box, "keydown", (event) => this.boxKey(event));
    on(this.box, "keyup", () => this.release());
    on(this.box, "input", () => this.startTyping());
    on(this.box, "focus", () => this.box.select());
    on(this.box, "blur", () => this.leaveBox());
    on(this.part("help-button"), "click", () => this.toggleHelp());
  }

  // --- what Python says -------------------------------------------------------------------

  /** Take new data: labels always, the value only if the user is not at work on it. */
  update(component) {
    const first = !this.component;
    this.component = component;
    const text = JSON.stringify({ ...component.data, value: 0, ack: 0, display: "" });
    this.data = component.data;
    if (text !== this.declared) {
      this.declared = text;
      this.scale = makeScale(this.data);
      this.format = makeFormat(this.data);
      this.drawFrame();
    }
    this.sender.acknowledge(this.data.ack);
    if (first || !(this.moving || this.typing || this.sender.waiting)) {
      if (this.value !== this.data.value) this.typedError = "";
      this.value = this.data.value;
    }
    this.drawValue();
  }

  // --- what the user does -----------------------------------------------------------------

  slide() {
    this.move(this.scale.valueAt(Number(this.range.value)));
  }

  /** The thumb goes to a value and Python hears of it while it moves. */
  move(value) {
    this.moving = true;
    this.typing = false;
    this.typedError = "";
    if (value !== this.value) {
      this.value = value;
      this.sender.offer(value, false);
    }
    this.drawValue();
  }

  /** The thumb has come to rest: the last value goes to Python as final. */
  rest() {
    clearTimeout(this.keyTimer);
    if (!this.moving) return;
    this.moving = false;
    this.sender.offer(this.value, true);
    this.drawValue();
  }

  drop() {
    if (!this.dragging) return;
    this.dragging = false;
    this.rest();
  }

  press(event, strides) {
    if (strides === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    clearTimeout(this.keyTimer);
    const { minimum, maximum } = this.data;
    if (Math.abs(strides) === Infinity) this.move(strides > 0 ? maximum : minimum);
    else this.move(this.scale.moved(this.value, strides));
  }

  release() {
    clearTimeout(this.keyTimer);
    if (this.moving && !this.dragging) {
      this.keyTimer = setTimeout(() => this.rest(), KEY_REST_MS);
    }
  }

  boxKey(event) {
    if (event.key === "Enter") this.commitTyped();
    else if (event.key === "Escape") this.stopTyping("");
    else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      this.press(event, KEY_STRIDES[event.key]);
    }
  }

  startTyping() {
    this.typing = true;
    this.typedError = "";
    this.drawError();
  }

  stopTyping(error) {
    this.typing = false;
    this.typedError = error;
    this.drawValue();
  }

  /** After a refusal the error stays, and the box shows again the value that still holds. */
  leaveBox() {
    this.rest();
    if (!this.typing) return;
    this.commitTyped();
    if (this.typing) this.stopTyping(this.typedError);
  }

  commitTyped() {
    if (!this.typing) return;
    const typed = parseTyped(this.box.value, this.data);
    const error = this.fault(typed);
    if (error) {
      this.typedError = error;
      this.drawError();
      this.box.select();
      return;
    }
    this.jump(this.whole() ? Math.round(typed) : typed);
  }

  /** A value chosen in one go, by the box or a tick. */
  jump(value) {
    this.stopTyping("");
    if (value === this.value) return;
    this.value = value;
    this.sender.offer(value, true);
    this.drawValue();
  }

  whole() {
    const { scale, step, decimals, number_scale } = this.data;
    return scale === "linear" && Number.isInteger(step) && decimals === 0 && number_scale === 1;
  }

  fault(typed) {
    const { label, minimum, maximum, number_unit, texts } = this.data;
    const bare = (value) => `${this.format.number(value)} ${number_unit}`.trim();
    const parts = { label, minimum: bare(minimum), maximum: bare(maximum) };
    if (Number.isNaN(typed)) {
      return fill(texts.unreadable, { ...parts, typed: this.box.value.trim() || "–" });
    }
    const given = { ...parts, typed: bare(typed) };
    if (typed < minimum) return fill(texts.below, given);
    return typed > maximum ? fill(texts.above, given) : "";
  }

  toggleHelp() {
    const help = this.part("help");
    help.hidden = !help.hidden;
    this.part("help-button").setAttribute("aria-expanded", String(!help.hidden));
  }

  stop() {
    clearTimeout(this.keyTimer);
    this.sender.stop();
    this.listening.abort();
    this.resizing.disconnect();
  }
}
