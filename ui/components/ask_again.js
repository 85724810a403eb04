// Has the page run again after a while, for work that is done beside it.

// A press may lead to another page. Until that has come nothing may be asked for in this one's
// name, or the press would be forgotten.
const AFTER_PRESS_MS = 4000;

/** Called by Streamlit for every change of data or theme: each asks once. */
export default function ({ data, setTriggerValue }) {
  const listening = new AbortController();
  let timer;
  const wait = (milliseconds) => {
    clearTimeout(timer);
    timer = setTimeout(() => setTriggerValue("due", Date.now()), milliseconds);
  };
  const options = { capture: true, signal: listening.signal };
  document.addEventListener("pointerdown", () => clearTimeout(timer), options);
  for (const event of ["pointerup", "pointercancel", "keydown"]) {
    document.addEventListener(event, () => wait(AFTER_PRESS_MS), options);
  }
  wait(data.after);
  return () => {
    clearTimeout(timer);
    listening.abort();
  };
}
