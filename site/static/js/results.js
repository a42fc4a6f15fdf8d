// <form data-results hx-get="…" hx-target="#results">: a change of a filter replaces the results and all that is marked
// data-follow with those of the same page under the new address.
import { say } from "./live.js";

const isOurs = (form) => form.matches?.("form[data-results]");

document.addEventListener("submit", ({ target }) => {
  if (isOurs(target)) target.closest("[popover]")?.hidePopover?.();
});

document.addEventListener("htmx:config:request", ({ target, detail: { ctx } }) => {
  if (!isOurs(target)) return;
  const { request } = ctx;
  request.action = request.action.split("?")[0]; // as the browser does
  for (const name of new Set(request.body.keys())) {
    const values = request.body.getAll(name).filter(Boolean);
    request.body.delete(name);
    for (const value of values) request.body.append(name, value);
  }
});

document.addEventListener("htmx:before:request", ({ target, detail: { ctx } }) => {
  if (isOurs(target)) ctx.target.setAttribute("aria-busy", "true");
});

document.addEventListener("htmx:after:swap", ({ target, detail: { ctx } }) => {
  if (!isOurs(target)) return;
  const results = document.querySelector(ctx.select);
  say(results.querySelector("[data-found]")?.textContent ?? "");
  document.dispatchEvent(new CustomEvent("results:changed", { detail: { url: ctx.request.action } }));
});
