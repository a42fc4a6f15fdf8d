// <section data-in-place>: its forms are answered there by htmx, so that what is being written elsewhere on the page stays.
// What is answered takes the focus.
import "./live.js";

document.addEventListener("htmx:after:swap", () => {
  const answer = document.querySelector("[data-in-place] :is([data-errors], .message)");
  answer?.setAttribute("tabindex", "-1");
  answer?.focus();
});
