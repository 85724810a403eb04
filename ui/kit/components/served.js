// What Streamlit sends of a component with each message: where its script and styles lie.

function addressOf(name) {
  return new URL(`app/static/${name}`, appAddress()).href;
}

async function fetchSheet(name) {
  const answer = await fetch(addressOf(name));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(await answer.text());
  return sheet;
}

let loading;

/** Load both once a page, however many there are of the component; a failure is tried again. */
function load() {
  loading ??= Promise.all([import(addressOf(SCRIPT)), STYLES && fetchSheet(STYLES)]).catch(
    (problem) => {
      loading = undefined;
      throw problem;
    },
  );
  return loading;
}

/** Called by Streamlit for every change of data or theme; it waits for what this gives. */
export default async function (component) {
  const [module, sheet] = await load();
  const root = component.parentElement.getRootNode();
  if (sheet && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
  component.parentElement.querySelector(".to-come")?.removeAttribute("style");
  return module.default(component);
}
