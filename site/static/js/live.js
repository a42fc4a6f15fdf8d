// htmx as our pages use it: attributes say what to ask for and where it goes, never code; this site only.
// Whatever goes wrong becomes an ordinary visit.
import htmx from "../vendor/htmx/htmx.esm.min.js";

Object.assign(htmx.config, { defaultSwap: "outerHTML", defaultSettleDelay: 0, history: "reload", mode: "same-origin" });

function Refused() {
  throw new Error("attributes hold no code");
}

htmx.registerExtension("live", {
  init: (api) => api.initSecurity(null, Refused, Refused),
  // What the reader has unfolded stays so.
  htmx_before_morph_attr: (element, { attrName }) => !(element.localName === "details" && attrName === "open"),
});

// Screen readers announce what changes in a region that they know already: it stays while the rest goes.
const SHOWN_MS = 6000;
const said = Object.assign(document.createElement("p"), { className: "visually-hidden" });
said.setAttribute("role", "status");
document.body.append(said);

export const say = (words) => {
  said.textContent = words;
};

let hiding;

/** The same, for all to see, wherever they are on the page. */
export const show = (words) => {
  say(words);
  if (!words) return;
  said.className = "toast";
  clearTimeout(hiding);
  hiding = setTimeout(() => (said.className = "visually-hidden"), SHOWN_MS);
};

/**
 * Without us: where the answer came from, or the same question again. What comes by itself (data-live) was asked for by
 * nobody: it waits for the next time, unless the reader may not see it any more.
 */
const visit = ({ sourceElement, request, response }) => {
  if (sourceElement.matches("[data-live]")) {
    if (response && response.status < 500) location.reload();
  } else if (response?.raw.redirected) location.assign(response.raw.url);
  else if (request.method === "GET") location.assign(request.action);
  else sourceElement.submit();
};

document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  const isPart = ctx.select || !/^\s*<!doctype/i.test(ctx.text);
  if (ctx.response.status < 400 && isPart) return;
  event.preventDefault();
  visit(ctx);
});

document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  if (ctx) visit(ctx);
});

document.addEventListener("htmx:before:swap", (event) => {
  const { ctx, tasks } = event.detail;
  if (tasks.some(({ type, fragment }) => type === "main" && fragment.firstElementChild)) return;
  event.preventDefault(); // another page than the one that was expected
  visit(ctx);
});
