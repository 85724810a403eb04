/** Where the app is served, whatever path a proxy or baseUrlPath put before it. */
function appAddress() {
  const bundle = document.querySelector('script[src*="static/js/"]');
  const address = bundle ? bundle.src.replace(/static\/js\/.*$/, "") : document.baseURI;
  return new URL(address, document.baseURI);
}

