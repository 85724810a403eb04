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
const KEY_REST_MS = 250;
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
    // Typed text is read by Python; until it has answered, the box stays as it was typed.
    this.asking = false;
    // What was typed, or sent off by Enter, since Python was asked.
    this.typedOn = false;
    this.enteredOn = false;
    this.stale = "";
    // Whether Python has been told of where the thumb is.
    this.told = true;
    this.sender = new Sender((reading) => this.component.setStateValue("reading", reading));
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
    on(this.part("reset-button"), "click", () => this.jump(this.data.default));
  }

  // --- what Python says -------------------------------------------------------------------

  /** Take new data: labels always, the value only if the user is not at work on it. */
  update(component) {
    const first = !this.component;
    this.component = component;
    const text = JSON.stringify({ ...component.data, value: 0, ack: 0, note: "", error: "", late: [] });
    this.data = component.data;
    this.noteAhead = undefined;
    ahead.heard();
    lateParts.expect(this.data.late, () => this.component.setTriggerValue("late", true));
    if (text !== this.declared) {
      this.declared = text;
      this.scale = makeScale(this.data);
      this.format = makeFormat(this.data);
      this.drawFrame();
    }
    this.sender.acknowledge(this.data.ack, this.data.epoch);
    if (this.asking && !this.sender.waiting) this.hearAnswer();
    if (this.data.error !== this.stale) this.stale = "";
    if (first || !(this.moving || this.sender.waiting)) this.value = this.data.value;
    this.drawValue();
  }

  /** Python has read what was typed: a refusal leaves it in the box, to be mended there. */
  hearAnswer() {
    this.asking = false;
    this.stale = "";
    if (this.typedOn) {
      this.stale = this.data.error;
      if (this.enteredOn) this.commitTyped();
      return;
    }
    const focused = this.root.getRootNode().activeElement === this.box;
    this.typing = Boolean(this.data.error) && focused;
    if (this.typing) this.box.select();
  }

  // --- what the user does -----------------------------------------------------------------

  slide() {
    this.move(this.scale.valueAt(Number(this.range.value)));
  }

  /** The thumb goes to a value and Python hears of it while it moves. */
  move(value) {
    this.moving = true;
    lateParts.hold();
    this.typing = false;
    this.stale = this.data.error;
    if (value !== this.value) {
      this.value = value;
      this.told = false;
      if (this.data.live) this.tell();
    }
    this.drawValue();
  }

  /** What the page shows of the new value is asked of the server itself, or of a run. */
  tell() {
    const [token] = this.data.ahead;
    if (!token || !ahead.follow(this)) this.run();
  }

  run() {
    this.told = true;
    this.sender.offer({ value: this.value, resting: false });
  }

  /** The thumb has come to rest: the last value goes to Python as final. */
  rest() {
    clearTimeout(this.keyTimer);
    if (!this.moving) return;
    this.moving = false;
    // What came meanwhile, such as a preset, is not undone by a hand that only lets go.
    const far = lateParts.release();
    ahead.release();
    this.sender.offer({ value: this.value, resting: true, moved: !this.told, far });
    this.told = true;
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
    // In a box this takes back what was typed; on the page it would take back the last change.
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") event.stopPropagation();
    if (event.key === "Enter") this.commitTyped();
    else if (event.key === "Escape") this.stopTyping();
    else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      this.press(event, KEY_STRIDES[event.key]);
    }
  }

  startTyping() {
    this.typing = true;
    this.typedOn = true;
    this.stale = this.data.error;
    this.drawError();
  }

  stopTyping() {
    this.typing = false;
    this.drawValue();
  }

  /** After a refusal the error stays, and the box shows again the value that still holds. */
  leaveBox() {
    this.rest();
    if (!this.typing) return;
    if (this.data.error && this.data.error !== this.stale) this.stopTyping();
    else this.commitTyped();
  }

  commitTyped() {
    if (!this.typing) return;
    if (this.asking) {
      this.enteredOn = this.typedOn;
      return;
    }
    const text = this.box.value;
    if (text.trim() === this.format.number(this.value)) {
      this.stopTyping();
      return;
    }
    this.asking = true;
    this.typedOn = this.enteredOn = false;
    this.sender.offer({ value: this.value, text, resting: true });
    this.drawValue();
  }

  /** A value chosen in one go, by a tick or by putting it back. */
  jump(value) {
    this.typing = false;
    this.stale = this.data.error;
    if (value !== this.value) {
      this.value = value;
      this.sender.offer({ value, resting: true, far: lateParts.release() });
    }
    this.drawValue();
  }

  toggleHelp() {
    const help = this.part("help");
    help.hidden = !help.hidden;
    this.part("help-button").setAttribute("aria-expanded", String(!help.hidden));
  }

  stop() {
    clearTimeout(this.keyTimer);
    if (this.moving) {
      // The page has gone from under the hand.
      this.moving = false;
      ahead.leave();
    }
    this.sender.stop();
    this.listening.abort();
    this.resizing.disconnect();
  }
}
