// Draws the figures of the report, and fits them to a sheet while it is printed.
(() => {
  const PAPER_PX = 676;
  const places = [...document.querySelectorAll(".chart")];
  for (const place of places) {
    const { data, layout, config } = JSON.parse(
      document.getElementById(place.dataset.figure).textContent,
    );
    const below = document.createElement("p");
    below.className = "key-line";
    place.after(below);
    const settle = () => settleLabels(place, layout, below);
    Plotly.newPlot(place, data, layout, config).then(() => {
      settle();
      place.on("plotly_afterplot", () => requestAnimationFrame(settle));
      place.dataset.drawn = "1";
    });
  }
  const folds = [...document.querySelectorAll("details")];
  let opened = [];
  const toPaper = () => {
    // Long tables stay folded, unless the reader has opened them.
    const short = folds.filter((fold) => !fold.open && !fold.classList.contains("on-screen"));
    opened = opened.concat(short);
    for (const fold of opened) fold.open = true;
    for (const place of places) Plotly.relayout(place, { autosize: false, width: PAPER_PX });
  };
  const toScreen = () => {
    for (const fold of opened) fold.open = false;
    opened = [];
    for (const place of places) Plotly.relayout(place, { autosize: true, width: null });
  };
  window.addEventListener("beforeprint", toPaper);
  window.addEventListener("afterprint", toScreen);
})();
