// The day's board of a team: its buttons act in place, and it follows what others do, without taking the focus or what
// is being written. Nothing is asked for while nobody looks, or once the reader has switched that off.
import { say, show } from "./live.js";

const words = (element) => element.textContent.trim().replace(/\s+/g, " ");
const counts = () =>
  [...document.querySelectorAll("#board [data-found] .figure")]
    .map((figure) => [...figure.children].map(words).join(" "))
    .join(", ");
const isPolled = (element) => element.matches("[data-live]");

const topOf = (element) => element.getBoundingClientRect().top;
const LINE = ".team-line, .team-missed li";
const linesOf = (group) => [...document.getElementById(group)?.querySelectorAll(LINE) ?? []];

let before = "";
let focused = null;
let acted = null;

const prepare = () => {
  document.getElementById("board-switch")?.removeAttribute("hidden");
};

/** Where somebody acts: which group, the turn of the line in it, and how far down the window it is. */
const placeOf = (form) => {
  const line = form.closest(LINE);
  const group = line?.closest(".team-group, .team-missed");
  return group && { id: group.id, turn: linesOf(group.id).indexOf(line), top: topOf(group) };
};

/** The next line of a group: who was dealt with is in another one now. The line, lest a second Enter acts on them too. */
const next = ({ id, turn }) => {
  const lines = linesOf(id);
  const line = lines[Math.min(turn, lines.length - 1)];
  if (line) line.tabIndex = -1;
  return line;
};

/** Focus it where it is seen: not under the header, nor below the window. */
const reach = (place) => {
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "nearest" });
};

/** Where there is no line any more: what the group, or else the day, is called. */
const titleOf = ({ id }) => document.querySelector(`#${id} :is(h2, h3)`) ?? document.getElementById("journee");

/** On from where somebody has acted, which stays where it was in the window. */
const goOn = () => {
  const isRefused = document.querySelector("#messages [role=alert]");
  const group = acted && !isRefused && document.getElementById(acted.id);
  if (group) scrollBy(0, topOf(group) - acted.top);
  const place = acted && !isRefused && (next(acted) ?? titleOf(acted));
  if (place) return reach(place);
  if (document.activeElement !== document.body) return;
  (focused?.isConnected ? focused : document.getElementById("content")).focus({ preventScroll: true });
};

/** The outcome of an act, in the region that stays; an error's own role tells it. */
const announce = () => {
  const messages = document.querySelectorAll("#messages [role=status]");
  for (const message of messages) message.removeAttribute("role");
  show([...messages].map(words).join(" "));
  document.querySelector("#messages [role=alert]")?.scrollIntoView({ block: "center" }); // far above for who has scrolled
};

document.addEventListener("htmx:config:request", (event) => {
  const form = event.target;
  const isOff = document.querySelector("#board-switch input:not(:checked)");
  if (isPolled(form) ? document.hidden || isOff : form.ariaBusy === "true") event.preventDefault();
  else if (!isPolled(form)) form.ariaBusy = "true"; // a second click waits for the answer to the first
});

document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
  before = counts();
  focused = document.activeElement;
  acted = placeOf(ctx.sourceElement);
});

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  prepare();
  if (isPolled(ctx.sourceElement)) {
    if (counts() !== before) say(counts());
    return;
  }
  announce();
  goOn();
});

document.addEventListener("htmx:finally:request", ({ target }) => target.removeAttribute?.("aria-busy"));

prepare();
