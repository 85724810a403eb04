// Leads the eye to the chart of a step, and has the arrow keys go from step to step.

// Where the arrow keys have a meaning of their own.
const TAKES_ARROWS = [
  "input, textarea, select, [contenteditable]:not([contenteditable='false'])",
  ...["slider", "spinbutton", "textbox", "combobox", "listbox", "option", "menu", "menubar"],
  ...["menuitem", "tab", "radio", "radiogroup", "grid", "tree", "treegrid", "dialog"],
  '[data-testid="stPopoverBody"], [data-testid="stDataFrame"]',
]
  .map((one) => (/^[a-z]+$/.test(one) ? `[role="${one}"]` : one))
  .join(", ");
const BUTTONS = { ArrowLeft: ".st-key-tour_back button", ArrowRight: ".st-key-tour_next button" };

const LOOK_EVERY_MS = 100;
// Nothing runs for so long: what is above the chart has its place.
const QUIET_MS = 250;
const PATIENCE_MS = 30_000;
// What comes late may move the chart: so long it is brought back, unless the reader moves the page.
const HELD_MS = 4000;
const MARKED_MS = 2600;
const ROOM_PX = 20;
const REDUCED = matchMedia("(prefers-reduced-motion: reduce)");

function press(event) {
  const button = BUTTONS[event.key] && document.querySelector(BUTTONS[event.key]);
  const held = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat;
  if (!button || button.disabled || held || event.defaultPrevented) return;
  const elements = event.composedPath().filter((one) => one instanceof Element);
  if (elements.some((one) => one.matches(TAKES_ARROWS))) return;
  event.preventDefault();
  button.click();
}

/** One step's chart: waits until it stands, brings it into view and marks it for a moment. */
class Seeker {
  constructor(chart) {
    this.chart = chart;
    this.begun = performance.now();
    this.idleSince = Infinity;
    this.found = null;
    this.leaving = new AbortController();
    const options = { capture: true, passive: true, signal: this.leaving.signal };
    for (const event of ["wheel", "touchmove", "pointerdown", "keydown"]) {
      window.addEventListener(event, () => this.stop(), options);
    }
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS);
  }

  stop() {
    this.place?.classList.remove("tour-marked");
    clearInterval(this.timer);
    this.leaving.abort();
  }

  quiet(now) {
    const app = document.querySelector('[data-testid="stApp"]');
    const idle = app?.getAttribute("data-test-script-state") === "notRunning";
    if (!idle) this.idleSince = Infinity;
    else if (this.idleSince === Infinity) this.idleSince = now;
    return now - this.idleSince >= QUIET_MS;
  }

  look() {
    const now = performance.now();
    const over = this.found ? now - this.found > HELD_MS : now - this.begun > PATIENCE_MS;
    if (over) this.stop();
    this.place = document.querySelector(`.st-key-${CSS.escape(this.chart)}`);
    if (over || !this.place) return;
    // A run that redraws the page takes the mark away.
    if (this.found) this.place.classList.toggle("tour-marked", now - this.found < MARKED_MS);
    if (!this.quiet(now)) return;
    this.bring(this.place, this.found !== null);
    this.found ??= now;
  }

  /** Scroll by no more than it takes; ``again`` corrects what came late, without a second glide. */
  bring(place, again) {
    const main = place.closest('[data-testid="stMain"]');
    const bar = document.querySelector(".st-key-tour");
    if (!main || !bar || this.gliding > performance.now()) return;
    const head = bar.getBoundingClientRect().height + ROOM_PX;
    const { top, bottom } = place.getBoundingClientRect();
    const past = bottom - window.innerHeight + ROOM_PX;
    const by = top < head ? top - head : Math.min(past, top - head);
    if (top >= head - 1 && bottom <= window.innerHeight) return;
    if (Math.abs(by) < 2) return;
    const smooth = !again && !REDUCED.matches;
    this.gliding = performance.now() + (smooth ? 900 : 0);
    main.scrollBy({ top: by, behavior: smooth ? "smooth" : "instant" });
  }
}

if (!window.tourListens) {
  window.tourListens = true;
  window.addEventListener("keydown", press);
}

/** Called by Streamlit for every change of data or theme. */
export default function ({ data }) {
  if (window.tourTurn === data.turn) return;
  window.tourTurn = data.turn;
  window.tourSeeker?.stop();
  window.tourSeeker = new Seeker(data.chart);
}
