// Explains the term of art that is pointed at, tapped or reached by Tab, in one tip for the page.

const decoder = new TextDecoder();
const EDGE_PX = 8;
// So long a tip stays while the pointer crosses over to it.
const CROSSING_MS = 250;

class Glossary {
  constructor() {
    this.meanings = {};
    this.term = null;
    this.leaving = 0;
    this.tip = document.createElement("div");
    this.tip.id = "glossary-tip";
    this.tip.setAttribute("role", "tooltip");
    this.tip.hidden = true;
    document.body.append(this.tip);
    const termOf = (event) => event.target.closest?.(".term, #glossary-tip");
    document.addEventListener("pointerover", (event) => {
      const on = termOf(event);
      if (on === this.tip) this.stay();
      else if (on) this.show(on);
      else if (event.pointerType === "mouse") this.leave();
    });
    document.addEventListener("focusin", (event) => {
      const on = termOf(event);
      if (on && on !== this.tip) this.show(on);
      else if (on !== this.tip) this.hide();
    });
    document.addEventListener("pointerdown", (event) => {
      if (!termOf(event)) this.hide();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.hide();
    });
    window.addEventListener("scroll", () => this.follow(), { capture: true, passive: true });
  }

  show(term) {
    const meaning = this.meanings[term.dataset.term];
    if (!meaning) return;
    this.stay();
    this.term?.removeAttribute("aria-describedby");
    this.term = term;
    const [heading, text] = meaning;
    const head = document.createElement("b");
    head.textContent = heading;
    const body = document.createElement("span");
    body.textContent = text;
    this.tip.replaceChildren(head, body);
    this.tip.hidden = false;
    term.setAttribute("aria-describedby", this.tip.id);
    this.place(term.getBoundingClientRect());
  }

  /** Put the tip below its term, or above where there is no room, within the window. */
  place(at) {
    const { width, height } = this.tip.getBoundingClientRect();
    const right = document.documentElement.clientWidth - width - EDGE_PX;
    const below = at.bottom + 4;
    const fits = below + height <= window.innerHeight - EDGE_PX;
    this.tip.style.left = `${Math.max(EDGE_PX, Math.min(at.left, right))}px`;
    this.tip.style.top = `${fits ? below : Math.max(EDGE_PX, at.top - height - 4)}px`;
  }

  /** Keep the tip at its term while the page scrolls, as long as the term is in sight. */
  follow() {
    if (this.term === null) return;
    const at = this.term.getBoundingClientRect();
    const inSight = this.term.isConnected && at.bottom > 0 && at.top < window.innerHeight;
    if (inSight) this.place(at);
    else this.hide();
  }

  stay() {
    clearTimeout(this.leaving);
    this.leaving = 0;
  }

  leave() {
    if (this.term === null || this.leaving) return;
    // A term that was reached by Tab stays explained wherever the pointer rests.
    if (document.activeElement === this.term) return;
    this.leaving = setTimeout(() => this.hide(), CROSSING_MS);
  }

  hide() {
    this.stay();
    this.term?.removeAttribute("aria-describedby");
    this.term = null;
    this.tip.hidden = true;
  }
}

/** Called by Streamlit for every change of data or theme. */
export default function ({ data }) {
  window.mutualGlossary ??= new Glossary();
  const { language, meanings } = JSON.parse(decoder.decode(data));
  document.documentElement.lang = language;
  window.mutualGlossary.meanings = meanings;
}
