// Folds the sidebar where a window has no room for it beside the page. Streamlit does so on phones.

const NARROW = matchMedia("(max-width: 1000px)");
const sidebar = () => document.querySelector('[data-testid="stSidebar"]');
const isOpen = () => sidebar()?.dataset.collapsed === "false";

function fold() {
  if (!isOpen()) return;
  document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
  window.sidebarFolded = true;
}

/** Open it again on a wide window, if it was not the reader who closed it. */
function unfold() {
  if (window.sidebarFolded && !isOpen()) {
    document.querySelector('[data-testid="stExpandSidebarButton"]')?.click();
  }
  window.sidebarFolded = false;
}

function follow() {
  if (NARROW.matches) fold();
  else unfold();
}

/** Called by Streamlit for every change of data or theme: a sidebar that a reader opens stays open. */
export default function () {
  if (window.sidebarFollowed) return;
  window.sidebarFollowed = true;
  NARROW.addEventListener("change", follow);
  // The sidebar stands as soon as what it holds has come.
  requestAnimationFrame(follow);
}
