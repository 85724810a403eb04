// Large type, no sidebar and the full screen, by one press; it lasts over pages and ends with Escape.

const KEPT = "on-projector";
const root = document.documentElement;
const isOn = () => root.classList.contains(KEPT);
const told = new Set();

function turn(on) {
  root.classList.toggle(KEPT, on);
  try {
    if (on) sessionStorage.setItem(KEPT, "yes");
    else sessionStorage.removeItem(KEPT);
  } catch {
    // A browser that keeps nothing forgets it at the next reload.
  }
  for (const tell of told) tell();
  // Charts look at their width again.
  window.dispatchEvent(new Event("resize"));
}

if (!window.projectorListens) {
  window.projectorListens = true;
  document.addEventListener("fullscreenchange", () => {
    if (!document.fullscreenElement) turn(false);
  });
  try {
    if (sessionStorage.getItem(KEPT)) turn(true);
  } catch {
    // Nothing was kept.
  }
}

/** Called by Streamlit for every change of data or theme. */
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector(".projector");
  const tell = () => {
    button.textContent = isOn() ? data.leave : data.label;
    button.setAttribute("aria-pressed", String(isOn()));
    button.title = data.help;
  };
  told.add(tell);
  tell();
  button.onclick = async () => {
    const on = !isOn();
    turn(on);
    try {
      if (on) await root.requestFullscreen?.();
      else if (document.fullscreenElement) await document.exitFullscreen();
    } catch {
      // A browser that gives no full screen, as in a frame, still shows large type.
    }
  };
  return () => told.delete(tell);
}
