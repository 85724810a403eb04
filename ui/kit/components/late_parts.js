// Parts of a page that a lever at rest leaves for later, for they are out of sight.
//
// Such a part stands in a container of its own and is faded until it follows: once one of them is
// scrolled to, once nothing has moved for a while, or at once for whoever reads the page as a whole
// and says so (the event "parts-wanted").

const PART = "st-key-part_";
// Longer than from one move to the next of somebody who tries values.
const LATE_MS = 2500;
const LOOK_MS = 50;
const LOST_MS = 1500;

/** Whether no run of the page is in progress. */
function pageRests() {
  return document.querySelector('[data-test-script-state="notRunning"]') !== null;
}

const lateParts = {
  /** Whether a lever is being moved. */
  held: false,
  names: "",
  timer: 0,
  ask: null,
  seeing: null,
  working: 0,

  /** A lever is being moved: whatever is late waits until it rests. */
  hold() {
    this.held = true;
    this.forget();
  },

  /** A lever rests: give the names of the parts below or above what is seen. */
  release() {
    this.held = false;
    return this.containers()
      .filter((one) => {
        const { top, bottom } = one.getBoundingClientRect();
        return top >= window.innerHeight || bottom <= 0;
      })
      .map((one) => this.nameOf(one));
  },

  /** Wait until these parts are wanted, then ask for them. */
  expect(names, ask) {
    this.ask = ask;
    const told = names.join(" ");
    if (this.held || told === this.names) return;
    this.forget();
    if (!names.length) return;
    this.names = told;
    this.timer = setTimeout(() => this.want(), LATE_MS);
    this.seeing = new IntersectionObserver((seen) => {
      if (seen.some((one) => one.isIntersecting)) this.want();
    });
    for (const one of this.containers()) {
      if (!names.includes(this.nameOf(one))) continue;
      one.dataset.late = "";
      this.seeing.observe(one);
    }
  },

  /** Ask for them between two runs, for a run is broken off by what is asked of it meanwhile. */
  want() {
    clearTimeout(this.timer);
    this.seeing?.disconnect();
    if (!this.names || this.working) return;
    let asked = 0;
    let begun = false;
    this.working = setInterval(() => {
      const idle = pageRests();
      if (!asked) {
        if (!idle) return;
        asked = performance.now();
        this.ask();
        return;
      }
      begun ||= !idle;
      // A short run may have been between two looks.
      if (idle && (begun || performance.now() - asked > LOST_MS)) this.forget();
    }, LOOK_MS);
  },

  forget() {
    clearTimeout(this.timer);
    this.seeing?.disconnect();
    clearInterval(this.working);
    this.working = 0;
    this.names = "";
    for (const one of this.containers()) delete one.dataset.late;
  },

  containers() {
    return [...document.querySelectorAll(`[class*="${PART}"]`)];
  },

  nameOf(container) {
    return [...container.classList].find((one) => one.startsWith(PART)).slice(PART.length);
  },
};

window.addEventListener("parts-wanted", () => lateParts.want());
