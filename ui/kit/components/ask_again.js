// Has the page run again after a while, for work that is done beside it.

// A press may lead to another page, and so does the browser's way back. Until that has come nothing
// may be asked for in this one's name: the press would be forgotten, or the other page left empty.
const AFTER_PRESS_MS = 4000;
// While a page is drawn what is asked for waits anyway, and may be of the page before.
const LOOK_MS = 100;
const IDLE = '[data-test-script-state="notRunning"]';

// Streamlit cleans up once, when the component goes; new data come without.
const waiting = new WeakMap();

class Wait {
  constructor(ask) {
    this.ask = ask;
    this.listening = new AbortController();
    const options = { capture: true, signal: this.listening.signal };
    document.addEventListener("pointerdown", () => clearTimeout(this.timer), options);
    for (const event of ["pointerup", "pointercancel", "keydown"]) {
      document.addEventListener(event, () => this.begin(AFTER_PRESS_MS), options);
    }
    window.addEventListener("popstate", () => this.begin(AFTER_PRESS_MS), options);
  }

  begin(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.end(), milliseconds);
  }

  end() {
    if (document.querySelector(IDLE) === null) {
      this.begin(LOOK_MS);
      return;
    }
    this.stop();
    this.ask();
  }

  stop() {
    clearTimeout(this.timer);
    this.listening.abort();
  }
}

/** Called by Streamlit for every change of data or theme: each asks once. */
export default function ({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".ask-again");
  waiting.get(place)?.stop();
  const wait = new Wait(() => setTriggerValue("due", Date.now()));
  waiting.set(place, wait);
  wait.begin(data.after);
  return () => waiting.get(place)?.stop();
}
