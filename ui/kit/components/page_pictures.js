// Keeps, once a page, what all its pictures of charts say and look like: first how they look, and
// once the page is drawn what it shows.

const decoder = new TextDecoder();

/** Called by Streamlit for every change of data or theme. */
export default function ({ data }) {
  window.chartPictures = { ...window.chartPictures, ...JSON.parse(decoder.decode(data)) };
}
