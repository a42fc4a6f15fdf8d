// <form data-live hx-post="…" hx-target="#recapitulatif">: a change of what is booked, or of how it is paid, shows its total, or why not.
import { say } from "./live.js";

document.addEventListener("htmx:after:swap", () => say(document.querySelector(":is(#pourquoi, #qui, #recapitulatif) :is(.message, .summary-total)")?.textContent ?? ""));

// What was wrong with a field is not said of what has been put in its place; nor, once none is wrong, above them.
document.addEventListener("change", ({ target }) => {
  const field = target.closest("[data-live] .field-wrong");
  if (!field) return;
  field.classList.remove("field-wrong");
  field.querySelector(".field-error").remove();
  target.removeAttribute("aria-invalid");
  if (!target.form.querySelector(".field-wrong")) target.form.querySelector("[data-errors]:has(a[href^='#id_'])")?.remove();
});
