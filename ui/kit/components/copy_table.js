// Copies a table so that it pastes into a spreadsheet as cells and into a document as a table.

const TOLD_MS = 2500;
const decoder = new TextDecoder();
const ICON =
  '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" ' +
  'stroke-linejoin="round" aria-hidden="true"><rect x="9" y="9" width="11" height="12" rx="2"/>' +
  '<path d="M15 5.5V5a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v9a2 2 0 0 0 2 2h.5"/></svg>';

/** A cell of text on one line: a tab or a line break would begin another cell. */
const inOneCell = (value) => String(value ?? "").replace(/[\t\r\n]+/g, " ");

/** The same as a table of a document; words are set as text, so nothing in them is markup. */
function asHtml(cells) {
  const table = document.createElement("table");
  cells.forEach((row, place) => {
    const line = table.insertRow();
    for (const value of row) {
      const cell = line.appendChild(document.createElement(place ? "td" : "th"));
      cell.textContent = value ?? "";
    }
  });
  return table.outerHTML;
}

async function copy(cells) {
  const text = cells.map((row) => row.map(inOneCell).join("\t")).join("\n");
  const kinds = { "text/plain": text, "text/html": asHtml(cells) };
  if (window.ClipboardItem && navigator.clipboard.write) {
    const parts = Object.entries(kinds).map(([type, part]) => [type, new Blob([part], { type })]);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(parts))]);
  } else {
    await navigator.clipboard.writeText(text);
  }
}

/** Called by Streamlit for every change of data or theme. */
export default function ({ data, parentElement }) {
  const { label, of, help, done, failed, cells } = JSON.parse(decoder.decode(data));
  const button = parentElement.querySelector(".copy");
  const told = parentElement.querySelector(".told");
  button.innerHTML = ICON;
  button.append(label);
  button.setAttribute("aria-label", `${label} ${of}`);
  button.title = help;
  button.disabled = cells.length === 0;
  let timer;
  button.onclick = async () => {
    let outcome = done;
    try {
      await copy(cells);
    } catch {
      // Without https, or where the reader has forbidden it, a page may not write there.
      outcome = failed;
    }
    told.textContent = outcome;
    clearTimeout(timer);
    timer = setTimeout(() => (told.textContent = ""), TOLD_MS);
  };
  return () => clearTimeout(timer);
}
