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
const ANSWER_MS = 1500;
// For so long nothing is asked of a server that has no answers, and of one that was too busy.
const BROKEN_MS = 30_000;
const BUSY_MS = 3_000;
const REFUSED = 409;
const AHEAD_LOOK_MS = 50;

const ahead = {
  /** The slider in the reader's hand, and whether its newest place is yet to be asked for. */
  slider: null,
  wanted: false,
  busy: false,
  brokenUntil: 0,
  /** What was shown last, null where the page shows its own. */
  answer: null,
  /** Of each text that was replaced: what the page had there, and what stands there instead. */
  replaced: new Map(),
  /** The keys of all charts that went ahead of the page. */
  moved: new Set(),
  /** Whether a hand is at a lever that is answered here. */
  holding: false,
  /** Whether the hand has left and the page has not reached the levers yet. */
  leaving: false,
  watching: null,
  watched: null,
  settling: 0,

  /** Ask for the newest place of a lever; false where runs of the page must follow it. */
  follow(slider) {
    if (performance.now() < this.brokenUntil || !this.root()) return false;
    this.slider = slider;
    this.wanted = true;
    this.holding = true;
    this.leaving = false;
    clearInterval(this.settling);
    this.settling = 0;
    if (!this.busy) this.ask();
    return true;
  },

  async ask() {
    this.busy = true;
    try {
      while (this.wanted) {
        this.wanted = false;
        const answer = await this.answerTo(this.question());
        if (answer && this.show(answer)) continue;
        this.wanted = false;
        this.leave();
        // The hand may have gone to another lever meanwhile.
        if (this.slider.moving) this.slider.run();
      }
    } finally {
      this.busy = false;
    }
  },

  /** Where all levers are that the page has not followed yet. */
  question() {
    const open = [...sliders.values()].filter((one) => one.moving || one.sender.waiting);
    const places = new Map([...open, this.slider].map((one) => [one.data.ahead[1], one.value]));
    return { of: this.slider.data.ahead[0], levers: Object.fromEntries(places) };
  },

  async answerTo(question) {
    let found;
    try {
      found = await fetch(new URL("ahead", appAddress()), {
        method: "POST",
        body: JSON.stringify(question),
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      if (found.ok) return await found.json();
    } catch (problem) {
      const slow = problem.name === "TimeoutError";
      this.brokenUntil = performance.now() + (slow ? BUSY_MS : BROKEN_MS);
      return null;
    }
    // A value that is refused is told by a run; one of the next may be taken again.
    if (found.status !== REFUSED) this.brokenUntil = performance.now() + BROKEN_MS;
    return null;
  },

  /** Put an answer into the page; false where it does not fit what stands there. */
  show(answer) {
    if (!this.fits(answer)) return false;
    // What comes once the page has followed the hand is late.
    if (!this.holding && !this.leaving) return true;
    this.answer = answer;
    this.putTexts();
    for (const [key, told] of Object.entries(answer.charts)) {
      const chart = window.liveCharts.get(key);
      chart.goAhead(told);
      if (!this.holding) chart.goAhead(null);
      this.moved.add(key);
    }
    for (const slider of sliders.values()) {
      const note = answer.notes[slider.data.ahead[1]];
      if (note !== undefined) slider.showNote(note);
    }
    this.fade(answer.faded);
    this.watch();
    return true;
  },

  /** Whether the page has just these texts and charts. */
  fits(answer) {
    const keys = Object.keys(answer.charts);
    const there = this.chartsThere();
    return (
      this.places().length === answer.texts.length &&
      keys.length === there.length &&
      keys.every((key) => there.includes(key))
    );
  },

  putTexts() {
    const places = this.places();
    if (places.length !== this.answer.texts.length) return;
    this.answer.texts.forEach((text, at) => this.put(places[at], text));
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
    const root = this.root();
    if (this.watched === root) return;
    this.watching?.disconnect();
    this.watched = root;
    this.watching = new MutationObserver(() => {
      if (this.holding && this.answer) this.putTexts();
    });
    this.watching.observe(root, { childList: true, subtree: true });
  },

  /** A hand has left: the page follows by itself, and what it leaves as it was is put back. */
  release() {
    if (!this.holding || [...sliders.values()].some((one) => one.moving)) return;
    this.wanted = false;
    this.holding = false;
    this.leaving = true;
    for (const chart of this.charts()) chart.goAhead(null);
    let begun = false;
    const since = performance.now();
    clearInterval(this.settling);
    this.settling = setInterval(() => {
      const idle = pageRests();
      begun ||= !idle;
      if (idle && (begun || performance.now() - since > ANSWER_MS)) this.leave();
    }, AHEAD_LOOK_MS);
  },

  /** Show what the page itself shows. */
  leave() {
    clearInterval(this.settling);
    this.settling = 0;
    this.holding = this.leaving = this.wanted = false;
    this.watching?.disconnect();
    this.watching = this.watched = null;
    for (const [place, { own, first }] of this.replaced) {
      if (place.isConnected && place.firstChild === first) place.innerHTML = own;
    }
    this.replaced.clear();
    for (const chart of this.charts()) {
      chart.goAhead(null);
      chart.settle();
    }
    this.moved.clear();
    for (const slider of sliders.values()) slider.showNote();
    this.answer = null;
    this.fade("");
  },

  /** A run has reached the levers. */
  heard() {
    if (!this.holding) {
      // From here on the page is its own again.
      this.leaving = false;
      this.fade("");
    } else if (this.answer && !this.wanted) {
      // Of an earlier case than the page has now: what came by a press, or from another lever.
      this.wanted = true;
      if (!this.busy) this.ask();
    }
  },

  charts() {
    return [...this.moved].map((key) => window.liveCharts?.get(key)).filter(Boolean);
  },

  /** The keys of the charts that stand in the live part. */
  chartsThere() {
    const root = this.root();
    return [...(window.liveCharts ?? [])]
      .filter(([, { place }]) => root.contains(place) && !place.closest(UNFOLDED))
      .map(([key]) => key);
  },

  fade(markup) {
    const present = document.getElementById("ahead-faded");
    if (Boolean(present) === Boolean(markup)) return;
    if (!markup) {
      present.remove();
      return;
    }
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
};
