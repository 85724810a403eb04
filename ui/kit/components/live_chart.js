// Draws a Plotly figure in place, so that zoom and hover survive new data.

const RESIZE_MS = 80;
const PHONE_PX = 480;
const TOUCH = matchMedia("(hover: none)");
// A chart further away than this waits until the reader comes near. Only its first drawing is made
// once the page has been quiet; one with newer data fades until then.
const NEAR_PX = 300;
const QUIET_MS = 500;
// The width of a chart on paper: what A4 and letter leave between margins of 15 mm.
const PAPER_PX = 676;
const PRINT = matchMedia("print");
const whenIdle = window.requestIdleCallback ?? ((task) => setTimeout(task, 0));

// Charts that nobody has come near to yet.
const undrawn = new Set();

/** Draw one of them, and the next when the browser has time again. */
function drawUndrawn() {
  whenIdle(() => {
    const [chart] = undrawn;
    if (!chart) return;
    undrawn.delete(chart);
    if (chart.next) chart.drawSoon();
    if (undrawn.size) drawUndrawn();
  });
}

/** Load plotly.js once a page, however many charts ask for it. */
function loadPlotly(name) {
  window.liveChartPlotly ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(`app/static/${name}`, appAddress()).href;
    script.onload = () => (window.Plotly ? resolve(window.Plotly) : script.onerror());
    script.onerror = () => {
      // The next chart may try again.
      window.liveChartPlotly = undefined;
      script.remove();
      reject(new Error(`${script.src} could not be loaded`));
    };
    document.head.append(script);
  });
  return window.liveChartPlotly;
}

/** Part what a chart shows from the mark of the case it is of, which need not change its looks. */
function parted(text) {
  const found = /^\{"of": "([^"]*)", /.exec(text);
  return [found[1], `{${text.slice(found[0].length)}`];
}

/** Colours of the reader's theme, and those that stand for them on a light sheet. */
function paperInks() {
  const told = getComputedStyle(document.documentElement).getPropertyValue("--paper-inks");
  return told ? Object.entries(JSON.parse(told)) : [];
}

class LiveChart {
  constructor(place) {
    this.place = place;
    this.head = place.previousElementSibling;
    this.menu = new TakeMenu(this.head, this);
    this.drawn = 0;
    this.next = null;
    this.frame = 0;
    this.drawing = false;
    this.width = place.clientWidth;
    this.resizing = new ResizeObserver(() => this.resizeSoon());
    this.resizing.observe(place);
    this.near = false;
    this.watching = new IntersectionObserver(([entry]) => this.moved(entry.isIntersecting), {
      rootMargin: `${NEAR_PX}px`,
    });
    this.watching.observe(place);
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    window.addEventListener("beforeprint", () => this.toPaper(), { signal });
    window.addEventListener("afterprint", () => this.toScreen(), { signal });
    PRINT.addEventListener("change", () => (PRINT.matches ? this.toPaper() : this.toScreen()), {
      signal,
    });
  }

  /** Draw for a sheet, at once and whether it has been drawn yet: the browser does not wait. */
  toPaper() {
    const plotly = this.plotly ?? window.Plotly;
    if (this.onPaper || !plotly || !this.text || this.place.classList.contains("failed")) return;
    this.onPaper = true;
    const text = paperInks().reduce((told, [ink, paper]) => told.replaceAll(ink, paper), this.text);
    this.react(plotly, JSON.parse(text)).catch((problem) => this.fail(problem));
  }

  toScreen() {
    if (!this.onPaper) return;
    this.onPaper = false;
    this.next = JSON.parse(this.text);
    this.drawSoon();
  }

  moved(near) {
    this.near = near;
    if (near && this.next) this.drawSoon();
  }

  drawSoon() {
    clearTimeout(this.quiet);
    undrawn.delete(this);
    this.frame ||= requestAnimationFrame(() => this.draw());
  }

  drawWhenQuiet() {
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => {
      if (!undrawn.size) drawUndrawn();
      undrawn.add(this);
    }, QUIET_MS);
  }

  /** Take what the page says; while a lever is answered ahead of it, for later. */
  update(text) {
    this.settled = text;
    if (!this.ahead) this.take(text);
  }

  /** Show what is ahead of the page while a lever moves; null leaves off and changes nothing. */
  goAhead(text) {
    this.ahead = text !== null;
    if (this.ahead) this.take(text);
  }

  /** Show again what the page says. */
  settle() {
    this.take(this.settled);
  }

  /** Take a new payload; one that changes nothing is passed over. */
  take(text) {
    const [of, drawn] = parted(text);
    if (this.payload) this.payload.of = of;
    if (drawn === this.text) return;
    this.text = drawn;
    const payload = { ...JSON.parse(drawn), of };
    this.payload = payload;
    this.place.setAttribute("aria-label", payload.alt);
    const title = this.head.querySelector(".live-chart-title");
    title.textContent = payload.title;
    title.hidden = !payload.title;
    this.head.querySelector(".take").hidden = !payload.take;
    this.head.querySelector(".take-open").setAttribute("aria-label", payload.take);
    this.head.querySelector(".take-open").title = payload.take;
    this.place.parentElement.querySelector(".live-chart-note").textContent = payload.note;
    this.place.style.height = `${payload.height}px`;
    this.place.style.setProperty("--chart-height", `${payload.height}px`);
    this.next = payload;
    if (this.near) this.drawSoon();
    else if (this.drawn) this.place.classList.add("behind");
    else this.drawWhenQuiet();
  }

  /** Draw the newest payload, and whatever has come meanwhile, but nothing in between. */
  async draw() {
    this.frame = 0;
    if (this.drawing || this.onPaper) return;
    this.drawing = true;
    try {
      while (this.next) {
        const payload = this.next;
        const plotly = await loadPlotly(payload.script);
        if (payload !== this.next) continue;
        this.next = null;
        await this.react(plotly, payload);
      }
    } catch (problem) {
      this.fail(problem);
    } finally {
      this.drawing = false;
    }
  }

  async react(plotly, { figure, height, config, title }) {
    this.plotly = plotly;
    if (this.place.classList.contains("failed")) {
      this.place.classList.remove("failed");
      this.place.replaceChildren();
      this.followed = false;
    }
    const layout = { ...figure.layout, height, autosize: !this.onPaper };
    if (this.onPaper) layout.width = PAPER_PX;
    else delete layout.width;
    layout.uirevision ??= "kept";
    layout.modebar = { ...this.modebar(), ...layout.modebar };
    // A finger that moves over a chart means to scroll the page.
    if (TOUCH.matches) layout.dragmode = false;
    await plotly.react(this.place, figure.data, layout, this.settings(config));
    this.layout = layout;
    this.language = (config.locale ?? "en-GB").replace("_", "-");
    this.followPlot();
    this.keepApart();
    // The label says it all; the svg's loose numbers would only be noise to a screen reader.
    for (const svg of this.place.querySelectorAll("svg.main-svg")) {
      svg.setAttribute("aria-hidden", "true");
    }
    // Each chart has such buttons: they say of which they are.
    for (const button of this.place.querySelectorAll(".modebar-btn")) {
      button.setAttribute("aria-label", `${button.dataset.title ?? button.title}: ${title}`);
    }
    this.drawn += 1;
    this.place.classList.remove("behind");
    const stamp = figure.layout?.meta?.stamp;
    if (stamp !== undefined) this.place.dataset.stamp = String(stamp);
    this.place.dataset.drawn = String(this.drawn);
  }

  /** Keep words apart again after a zoom or at another width, which draw them anew. */
  followPlot() {
    if (this.followed) return;
    this.followed = true;
    this.place.on("plotly_afterplot", () => {
      cancelAnimationFrame(this.settling);
      this.settling = requestAnimationFrame(() => this.keepApart());
    });
    this.place.on("plotly_hover", (told) => {
      if (this.layout.meta?.years) tellYears(this.place, told, this.language);
    });
  }

  keepApart() {
    const below = this.place.parentElement.querySelector(".live-chart-key");
    settleLabels(this.place, this.layout, below);
  }

  /** Colours of the page: with a transparent chart Plotly would guess a grey box. */
  modebar() {
    const style = getComputedStyle(this.place);
    return {
      bgcolor: "rgba(0,0,0,0)",
      color: style.getPropertyValue("--st-gray-text-color") || style.color,
      activecolor: style.getPropertyValue("--st-primary-color") || style.color,
    };
  }

  settings(config) {
    const small = TOUCH.matches || this.place.clientWidth < PHONE_PX;
    return {
      displaylogo: false,
      displayModeBar: small ? false : "hover",
      modeBarButtons: [["resetScale2d"]],
      ...config,
    };
  }

  resizeSoon() {
    if (this.onPaper || this.place.clientWidth === this.width) return;
    this.width = this.place.clientWidth;
    clearTimeout(this.resizeTimer);
    this.resizeTimer = setTimeout(() => {
      // Between two runs the page may hide it for a moment; then there is nothing to fit.
      if (this.drawn && this.place.offsetParent) this.plotly.Plots.resize(this.place);
    }, RESIZE_MS);
  }

  fail(problem) {
    console.error("live_chart:", problem);
    const { failed, alt } = JSON.parse(this.text);
    this.next = null;
    this.text = undefined;
    const lines = [failed, alt].map((line) => {
      const paragraph = document.createElement("p");
      paragraph.textContent = line;
      return paragraph;
    });
    this.place.classList.add("failed");
    this.place.replaceChildren(...lines);
  }

  stop() {
    cancelAnimationFrame(this.frame);
    cancelAnimationFrame(this.settling);
    clearTimeout(this.resizeTimer);
    clearTimeout(this.quiet);
    undrawn.delete(this);
    this.resizing.disconnect();
    this.watching.disconnect();
    this.leaving.abort();
    this.next = null;
    this.menu.stop();
    this.plotly?.purge(this.place);
  }
}

const charts = new WeakMap();
// By their keys, for levers that are answered ahead of the page.
const byKey = (window.liveCharts ??= new Map());
const decoder = new TextDecoder();

/** Called by Streamlit for every change of data or theme; the chart itself is made once. */
export default function ({ data, parentElement }) {
  const place = parentElement.querySelector(".live-chart");
  if (!charts.has(place)) charts.set(place, new LiveChart(place));
  const chart = charts.get(place);
  chart.update(decoder.decode(data));
  byKey.set(chart.payload.key, chart);
  return () => {
    // Streamlit also calls this for a run that newer data overtook, while the chart lives on.
    setTimeout(() => {
      if (place.isConnected) return;
      chart.stop();
      charts.delete(place);
      if (byKey.get(chart.payload.key) === chart) byKey.delete(chart.payload.key);
    }, 0);
  };
}
