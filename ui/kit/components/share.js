// Copies the absolute address of this page with the present case in it, wherever the app is served.

const TOLD_MS = 2500;

/** The page's own address, with the case as its parameters: right under a sub-path too. */
function addressOf(query) {
  const address = new URL(window.location.href);
  address.search = new URLSearchParams(query).toString();
  address.hash = "";
  return address.href;
}

/** Called by Streamlit for every change of data or theme. */
export default function ({ data, parentElement }) {
  const part = (name) => parentElement.querySelector(`.${name}`);
  const button = part("share");
  const link = part("link");
  const told = part("told");
  button.textContent = data.label;
  link.setAttribute("aria-label", data.failed);
  let timer;
  const tell = (text) => {
    told.textContent = text;
    clearTimeout(timer);
    timer = setTimeout(() => (told.textContent = ""), TOLD_MS);
  };
  button.onclick = async () => {
    const address = addressOf(data.query);
    link.hidden = true;
    try {
      await navigator.clipboard.writeText(address);
      tell(data.done);
    } catch {
      // Without https a page may not write to the clipboard: the reader copies by hand.
      link.value = address;
      link.hidden = false;
      link.focus();
      link.select();
      tell(data.failed);
    }
  };
  return () => clearTimeout(timer);
}
