// The day's board of a team: its buttons act in place, and it follows what others do, without taking the focus or what
// is being written. Nothing is asked for while nobody looks, or once the reader has switched that off.
import { say } from "./live.js";

const words = (element) => element.textContent.trim().replace(/\s+/g, " ");
const counts = () =>
  [...document.querySelectorAll("#board [data-found] .figure")]
    .map((figure) => [...figure.children].map(words).join(" "))
    .join(", ");
const isPolled = (element) => element.matches("[data-live]");

let before = "";
let focused = null;

const prepare = () => {
  document.getElementById("board-switch")?.removeAttribute("hidden");
};

/** The outcome of an act, in the region that stays; an error's own role tells it. */
const announce = () => {
  const messages = document.querySelectorAll("#messages [role=status]");
  for (const message of messages) message.removeAttribute("role");
  say([...messages].map(words).join(" "));
  document.querySelector("#messages [role=alert]")?.scrollIntoView({ block: "center" }); // far above for who has scrolled
};

document.addEventListener("htmx:config:request", (event) => {
  const form = event.target;
  const isOff = document.querySelector("#board-switch input:not(:checked)");
  if (isPolled(form) ? document.hidden || isOff : form.ariaBusy === "true") event.preventDefault();
  else if (!isPolled(form)) form.ariaBusy = "true"; // a second click waits for the answer to the first
});

document.addEventListener("htmx:before:swap", () => {
  before = counts();
  focused = document.activeElement;
});

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  prepare();
  if (isPolled(ctx.sourceElement)) {
    if (counts() !== before) say(counts());
    return;
  }
  announce();
  if (document.activeElement !== document.body) return;
  const next = focused?.isConnected ? focused : document.getElementById("content"); // its line is gone
  next.focus({ preventScroll: true });
});

document.addEventListener("htmx:finally:request", ({ target }) => target.removeAttribute?.("aria-busy"));

prepare();
