// Asks for one whole run of the page when its connection has come back.
//
// What Streamlit 1.67 does itself. Its browser side (handleConnectionStateChanged) asks for a whole
// run on a change to CONNECTED if it is the first, or a run was under way or asked for when the
// line broke, or the last run was one of fragments, or a fragment runs by the clock. Otherwise it
// asks for nothing. That is right where the server has kept the session; where it has not
// (server.disconnectedSessionTTL, or a restart), the new session has run nothing and knows no
// fragment, and AppSession.request_rerun drops every request for one without a word: levers move,
// figures do not (streamlit#11660). Here a lever that comes to rest ends in a whole run, so that
// is the usual case. Nothing runs by itself in a new session: it waits for the browser to ask.
//
// A trigger from outside every fragment is such a request. The server need not know its sender: it
// keeps the values of widgets that it has not met yet and runs the page. Only where another
// component sends within the same task does Streamlit put both into one request, for the other's
// fragment; so this one looks whether a whole run has come, and asks again if not.

const LOOK_EVERY_MS = 1000;
// Streamlit's own request, if it makes one, shows by then; a second run would be for nothing.
const GRACE_MS = 500;
const ANSWER_WITHIN_MS = 3000;
const MOST_REQUESTS = 3;
// Looks in a row at a lever that rests, connected and nothing running, and is not answered.
const PATIENT_LOOKS = 5;

/** The live sliders of the page; they live in shadow roots. */
function liveSliders() {
  const hosts = document.querySelectorAll('[data-testid="stBidiComponentIsolated"]');
  return [...hosts]
    .map((host) => host.shadowRoot?.querySelector(".live-slider"))
    .filter((slider) => slider);
}

class Watch {
  constructor() {
    this.component = null;
    this.turn = null;
    this.connection = "";
    // The whole run that is wanted: how often it has been asked for, and when last.
    this.wanted = null;
    this.held = false;
    this.looks = new Map();
    this.told = new WeakSet();
    this.listening = new AbortController();
    this.listen();
    this.changes = new MutationObserver(() => this.follow());
    this.look();
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS);
  }

  listen() {
    const options = { capture: true, signal: this.listening.signal };
    for (const event of ["pointerdown", "keydown"]) {
      window.addEventListener(event, () => this.hold(true), options);
    }
    for (const event of ["pointerup", "pointercancel", "keyup"]) {
      window.addEventListener(event, () => this.hold(false), options);
    }
    // Another window has the keyboard now and sees the key let go. Elements lose it all the time.
    const left = ({ target }) => target === window && this.hold(false);
    window.addEventListener("blur", left, options);
  }

  hold(held) {
    this.held = held;
    this.looks.clear();
  }

  /** Take the page's newest mount; it carries another turn if the whole page has run. */
  mount(component) {
    if (component.data !== this.turn) this.wanted = null;
    this.turn = component.data;
    this.component = component;
  }

  leave(component) {
    if (this.component === component) this.component = null;
  }

  state(name) {
    return this.app?.getAttribute(`data-test-${name}-state`);
  }

  idle() {
    return this.state("connection") === "CONNECTED" && this.state("script") === "notRunning";
  }

  /** Note a change of the connection; a page that is new begins here connected. */
  follow() {
    const before = this.connection;
    this.connection = this.state("connection");
    if (this.connection !== "CONNECTED" || before === "CONNECTED" || before === "") return;
    this.want();
    setTimeout(() => this.press(), GRACE_MS);
  }

  want() {
    this.wanted ??= { times: 0, at: performance.now() };
  }

  /** Ask for the run that is wanted, if none has come and nothing is on its way. */
  press() {
    const { wanted, component } = this;
    if (!wanted || !component || !this.idle()) return;
    const waited = performance.now() - wanted.at;
    if (wanted.times > 0 && waited < ANSWER_WITHIN_MS) return;
    if (wanted.times === MOST_REQUESTS) {
      this.wanted = null;
      return;
    }
    wanted.times += 1;
    wanted.at = performance.now();
    component.setTriggerValue("wanted", wanted.times);
  }

  look() {
    const app = document.querySelector('[data-testid="stApp"]');
    if (app && app !== this.app) {
      this.app = app;
      this.changes.disconnect();
      this.changes.observe(app, { attributeFilter: ["data-test-connection-state"] });
    }
    this.follow();
    if (this.unanswered()) this.want();
    this.press();
  }

  /** Whether a lever at rest has waited too long for Python; each is told of once. */
  unanswered() {
    if (this.held || !this.idle()) {
      this.looks.clear();
      return false;
    }
    let late = false;
    const looks = new Map();
    for (const slider of liveSliders()) {
      if (slider.dataset.resting !== "false") {
        this.told.delete(slider);
        continue;
      }
      const count = (this.looks.get(slider) ?? 0) + 1;
      looks.set(slider, count);
      if (count < PATIENT_LOOKS || this.told.has(slider)) continue;
      this.told.add(slider);
      late = true;
    }
    this.looks = looks;
    return late;
  }

  stop() {
    clearInterval(this.timer);
    this.changes.disconnect();
    this.listening.abort();
    this.component = null;
  }
}

// One for the page, however often it is mounted. After an update of the server the page has an
// older one, from an older version of this file.
window.reconnectWatch?.stop();
const watch = new Watch();
window.reconnectWatch = watch;

/** Called by Streamlit for every change of data or theme, thus in every whole run.
 *
 * The clean-up is called only when the component leaves the page, not before the next call. */
export default function (component) {
  watch.mount(component);
  return () => watch.leave(component);
}
