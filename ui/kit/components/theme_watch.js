// Tells Python when the page's theme is another than the one it drew for.

const sent = new WeakMap();

/** Whether the page is dark, by the lightness of its ground. */
function isDark(element) {
  const ground = getComputedStyle(element).getPropertyValue("--st-background-color").trim();
  const [red, green, blue] = ground
    .replace("#", "")
    .match(/../g)
    .map((pair) => parseInt(pair, 16));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128;
}

/** Called by Streamlit for every change of data or theme. */
export default function ({ data, parentElement, setStateValue }) {
  const mark = parentElement.querySelector(".theme-watch");
  const look = () => {
    const shown = isDark(mark) ? "dark" : "light";
    if (shown === data || sent.get(mark) === shown) {
      if (shown === data) sent.delete(mark);
      return;
    }
    sent.set(mark, shown);
    setStateValue("shown", shown);
  };
  // The new colours reach the page just after this call.
  const timer = setTimeout(look, 50);
  return () => clearTimeout(timer);
}
