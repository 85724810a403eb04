// On a phone the bar of the case folds into one button; the style sheet decides where.

/** Called by Streamlit for every change of data or theme. */
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector(".fold");
  button.textContent = data.text;
  button.onclick = () => {
    const open = button.closest(".st-key-case_bar").toggleAttribute("data-open");
    button.setAttribute("aria-expanded", String(open));
  };
}
