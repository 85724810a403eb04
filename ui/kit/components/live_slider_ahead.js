// While a lever moves, its live part is asked of the server itself and put into the page at once.
//
// A run of the page draws all of it some three times over. What comes here is put where the page
// has such texts and charts already; it stays until the page itself has followed the lever at rest,
// and where it does not fit, or does not come, runs of the page follow each move as they do where
// the server cannot be asked.

const LIVE = ".st-key-live";
const TEXT = '[data-testid="stHtml"]';
// What unfolds within the live part shows the settled case.
const UNFOLDED = '[data-testid="stExpander"]';
const AHEAD_MS = 1500;
// For so long nothing is asked of a server that has not answered.
const BROKEN_MS = 30_000;
const AHEAD_LOOK_MS = 50;
const RUNS = "data-test-script-state";

const ahead = {
  next: null,
  busy: false,
  brokenUntil: 0,
  /** The answer that the page shows, null where it shows its own. */
  answer: null,
  /** Of each text that was replaced: what the page had there, and what stands there instead. */
  replaced: new Map(),
  /** Whether a hand is at a lever that is answered here. */
  holding: false,
  /** Whether the hand has left and the page has not reached the levers yet. */
  leaving: false,
  watching: null,
  settling: 0,

  /** Ask for the newest place of a lever; false where runs of the page must follow it. */
  ask(question, instead) {
    if (performance.now() < this.brokenUntil || !this.root()) return false;
    this.next = { question, instead };
    this.holding = true;
    this.leaving = false;
    clearInterval(this.settling);
    this.settling = 0;
    if (!this.busy) this.fetch();
    return true;
  },

  async fetch() {
    this.busy = true;
    while (this.next) {
      const { question, instead } = this.next;
      this.next = null;
      const answer = await this.answerTo(question);
      if (!answer || !this.show(answer)) {
        this.next = null;
        this.leave();
        instead();
      }
    }
    this.busy = false;
  },

  async answerTo(question) {
    try {
      const found = await fetch(new URL("ahead", this.address()), {
        method: "POST",
        body: JSON.stringify(question),
        signal: AbortSignal.timeout(AHEAD_MS),
      });
      if (found.ok) return await found.json();
      // A value that is refused is told by a run; one of the next may be taken again.
      if (found.status !== 409) throw new Error(String(found.status));
    } catch {
      this.brokenUntil = performance.now() + BROKEN_MS;
    }
    return null;
  },

  /** Put an answer into the page; false where it does not fit what stands there. */
  show(answer) {
    const places = this.places();
    if (places.length !== answer.texts.length) return false;
    // What comes once the page has followed the hand is late.
    if (!this.holding && !this.leaving) return true;
    this.answer = answer;
    answer.texts.forEach((text, at) => this.put(places[at], text));
    for (const [key, told] of Object.entries(answer.charts)) {
      window.liveCharts?.get(key)?.goAhead(told);
    }
    for (const slider of sliders.values()) {
      const note = answer.notes[slider.data.ahead[1]];
      if (note !== undefined) slider.showNote(note);
    }
    this.fade(answer.faded);
    this.watch();
    return true;
  },

  put(place, text) {
    const known = this.replaced.get(place);
    const ours = known !== undefined && known.first === place.firstChild;
    if (ours && known.text === text) return;
    const own = ours ? known.own : place.innerHTML;
    place.innerHTML = text;
    this.replaced.set(place, { own, text, first: place.firstChild });
  },

  /** A run that the reader has overtaken may still draw: what is ahead of it is put back. */
  watch() {
    if (this.watching) return;
    this.watching = new MutationObserver(() => {
      if (!this.holding || !this.answer) return;
      const places = this.places();
      if (places.length !== this.answer.texts.length) return;
      this.answer.texts.forEach((text, at) => this.put(places[at], text));
    });
    this.watching.observe(this.root(), { childList: true, subtree: true });
  },

  /** The hand has left: the page follows by itself, and what it leaves as it was is put back. */
  release() {
    this.next = null;
    if (!this.holding) return;
    this.holding = false;
    this.leaving = true;
    for (const chart of this.charts()) chart.goAhead(null);
    let begun = false;
    const since = performance.now();
    clearInterval(this.settling);
    this.settling = setInterval(() => {
      const idle = document.querySelector(`[${RUNS}="notRunning"]`) !== null;
      begun ||= !idle;
      if (idle && (begun || performance.now() - since > AHEAD_MS)) this.leave();
    }, AHEAD_LOOK_MS);
  },

  /** Show what the page itself shows. */
  leave() {
    clearInterval(this.settling);
    this.settling = 0;
    this.holding = this.leaving = false;
    this.watching?.disconnect();
    this.watching = null;
    for (const [place, { own, first }] of this.replaced) {
      if (place.isConnected && place.firstChild === first) place.innerHTML = own;
    }
    this.replaced.clear();
    for (const chart of this.charts()) {
      chart.goAhead(null);
      chart.settle();
    }
    this.answer = null;
    this.fade("");
  },

  /** A run has reached the levers: from here on the page is its own again. */
  heard() {
    if (this.holding) return;
    this.leaving = false;
    this.fade("");
  },

  charts() {
    const keys = Object.keys(this.answer?.charts ?? {});
    return keys.map((key) => window.liveCharts?.get(key)).filter(Boolean);
  },

  fade(markup) {
    const present = document.getElementById("ahead-faded");
    if (Boolean(present) === Boolean(markup)) return;
    if (!markup) return present.remove();
    const place = document.createElement("div");
    place.id = "ahead-faded";
    place.hidden = true;
    place.innerHTML = markup;
    document.body.append(place);
  },

  root() {
    return document.querySelector(LIVE);
  },

  places() {
    const all = [...(this.root()?.querySelectorAll(TEXT) ?? [])];
    return all.filter((one) => !one.closest(UNFOLDED));
  },

  /** Where the app is served, whatever path a proxy or baseUrlPath put before it. */
  address() {
    const bundle = document.querySelector('script[src*="static/js/"]');
    const base = bundle ? bundle.src.replace(/static\/js\/.*$/, "") : document.baseURI;
    return new URL(base, document.baseURI);
  },
};
