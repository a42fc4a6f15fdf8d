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
const said = Object.assign(document.createElement("p"), { className: "visually-hidden" });
said.setAttribute("role", "status");
document.body.append(said);

export const say = (words) => {
  said.textContent = words;
};

/** The same question without us. Nobody asked for what comes by itself: it is left for the next time. */
const visit = ({ sourceElement, request }) => {
  if (sourceElement.matches("[data-live]")) return;
  if (request.method === "GET") location.assign(request.action);
  else sourceElement.submit();
};

document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.response.status < 400) return;
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
