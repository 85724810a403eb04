// Copies the absolute address of this page with the present case in it, wherever the app is served.

const TOLD_MS = 2500;
// Parameters of an address that are no part of the case.
const PAGES_OWN = ["figure", "chart", "lang"];

/** The page's own address, with the case as its parameters: right under a sub-path too. */
function addressOf(query) {
  const address = new URL(window.location.href);
  address.search = new URLSearchParams(query).toString();
  address.hash = "";
  return address.href;
}

/** The case: what the address says if it is of the same version, as that follows every case. */
function present(query) {
  const address = Object.fromEntries(new URLSearchParams(window.location.search));
  if (address.v !== String(query.v)) return query;
  for (const name of PAGES_OWN) delete address[name];
  return { ...address, ...(query.lang && { lang: query.lang }) };
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
    const address = addressOf(present(data.query));
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
