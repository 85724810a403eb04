// Reads a line out. The place stays in the document for good: one that comes with its words is often
// not read.

const decoder = new TextDecoder();

function place() {
  let spoken = document.getElementById("spoken");
  if (!spoken) {
    spoken = document.createElement("div");
    spoken.id = "spoken";
    spoken.className = "heard";
    spoken.setAttribute("role", "status");
    document.body.append(spoken);
  }
  return spoken;
}

/** Called by Streamlit for every change of data or theme: the same words are not read again. */
export default function ({ data }) {
  const text = JSON.parse(decoder.decode(data));
  const spoken = place();
  if (spoken.textContent !== text) spoken.textContent = text;
}
