// <div data-kiosk="where to send" data-worker="…" data-kept="…" data-cut="…">: the screen at the door. Each arrival is written into
// IndexedDB first, then sent, with how long ago it was; what cannot be sent waits there for the network. What is refused once
// nobody stands there any more stays there too, with `why`, until somebody has seen it. Without scripts, or where the browser has
// no place to keep anything, its forms are plain forms.
import { learnHour, now, opened, showRefused, store, waiting, whenSeen } from "./kiosk-kept.js";

const box = document.querySelector("[data-kiosk]");
const SEND_EVERY_MS = 20_000;
const SAID_MS = 8_000;
const MOST_AT_ONCE = 20;
const code = box.querySelector("#code");

let silence;
const say = (text, how) => {
  const said = document.createElement("p");
  said.className = `kiosk-${how}`;
  said.textContent = text;
  box.querySelector("[data-said]").replaceChildren(said);
  clearTimeout(silence);
  silence = setTimeout(() => {
    said.remove();
    if (box.querySelector("#jour :focus")) awaitCode(); // or the day would never be drawn again
  }, SAID_MS);
};

/** The next code counts wherever it is typed. Who has not touched the field sees no keyboard come up on the screen. */
const awaitCode = () => {
  if (document.activeElement === code) return;
  code.inputMode = "none";
  code.focus({ preventScroll: true });
};
code.addEventListener("pointerdown", () => {
  if (!code.inputMode) return;
  code.inputMode = "";
  code.blur(); // so that the touch brings the keyboard
});

const network = (isThere) => {
  box.querySelector("[data-network]").textContent = isThere ? "" : box.dataset.cut;
};

const isEarly = (line) => now() < new Date(line.dataset.from);

// Those who are over go, those who come too early read from when on, and those whose arrival waits here cannot be touched again.
const tidy = async () => {
  const sent = new Set((await waiting()).map((arrival) => arrival.booking));
  for (const line of box.querySelectorAll("[data-until]")) {
    line.hidden = new Date(line.dataset.until) < now();
    const button = line.querySelector("button");
    if (!button) continue;
    button.disabled = sent.has(line.dataset.booking);
    if (isEarly(line)) continue;
    button.removeAttribute("aria-disabled");
    line.querySelector(".kiosk-from")?.remove();
  }
};

const refresh = async () => {
  try {
    const answer = await fetch(location.pathname, { cache: "no-store" });
    if (!answer.ok) return location.reload();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const list = page.getElementById("jour");
    if (list) learnHour(list.dataset.now);
    if (list && !box.querySelector("#jour :focus")) box.querySelector("#jour").replaceWith(list);
    network(true);
  } catch {
    network(false);
  }
  await tidy();
};

// The arrivals whose person stands there, reading nothing yet.
const awaited = new Set();

const post = (arrivals) =>
  fetch(box.dataset.kiosk, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": box.querySelector("[name=csrfmiddlewaretoken]").value },
    body: JSON.stringify({
      arrivals: arrivals.map(({ id, booking, code, at }) => ({
        id, booking, code, age_s: (Date.now() - at) / 1000, is_awaited: awaited.has(id),
      })),
    }),
  });

// What waits here stays, for the page that comes instead to say that it was not sent.
const leave = async () => {
  for (const name of await caches.keys()) await caches.delete(name);
  location.reload();
};

let sending = Promise.resolve();
const send = () => {
  sending = sending.then(sendAll, sendAll);
  return sending;
};
const sendAll = async () => {
  const arrivals = (await waiting()).slice(0, MOST_AT_ONCE);
  if (!arrivals.length) return;
  let answer;
  try {
    answer = await post(arrivals);
  } catch {
    network(false);
    return;
  }
  network(true);
  if (answer.status === 403 && (await answer.json().catch(() => ({}))).code === "revoked") await leave();
  if (!answer.ok) return;
  const { results } = await answer.json();
  const sent = new Map(arrivals.map((arrival) => [arrival.id, arrival]));
  for (const result of results) await settle(sent.get(result.id), result);
  await showRefused();
};

const answers = new Map();
const settle = async (arrival, { id, done, said, at }) => {
  const isAwaited = awaited.has(id);
  if (isAwaited) answers.set(id, { done, said });
  await store("readwrite", (arrivals) =>
    done || isAwaited ? arrivals.delete(id) : arrivals.put({ ...arrival, when: at, why: said }),
  );
  if (isAwaited) return;
  if (!done) box.querySelector(".kiosk-waits")?.remove();
  else if (!box.querySelector(".kiosk-refused")) say(box.dataset.sent, "done");
};

const isCode = (typed) => {
  const last = typed.trim().split(/[?#]/)[0].replace(/\/+$/, "").split("/").pop();
  return new RegExp(`^${box.dataset.code}$`).test(last.replace(/[\s.\-·]+/g, "").toUpperCase());
};

// What can be known without asking anybody: "" where nothing speaks against it.
const refusal = (line, code) => {
  if (line) return isEarly(line) ? line.dataset.tooEarly : "";
  return isCode(code) ? "" : box.dataset.notACode;
};

const arrive = async (form) => {
  const { booking = "", code: typed = "" } = Object.fromEntries(new FormData(form));
  const line = form.closest("[data-booking]");
  const why = refusal(line, typed);
  if (why) return say(why, "refused");
  const who = line ? [...line.querySelectorAll("b, .num")].map((part) => part.textContent).join(", ") : typed.trim();
  const arrival = { id: crypto.randomUUID(), place: box.dataset.place, booking, code: typed, who, at: Date.now() };
  awaited.add(arrival.id);
  await store("readwrite", (arrivals) => arrivals.put(arrival));
  form.reset();
  awaitCode(); // before its button is disabled, which would lose the focus
  await tidy();
  await send();
  awaited.delete(arrival.id);
  const result = answers.get(arrival.id);
  answers.delete(arrival.id);
  if (!result) return say(typed ? box.dataset.keptCode : box.dataset.kept, "waits");
  say(result.said, result.done ? "done" : "refused");
  await refresh();
};

const round = async () => {
  await send();
  await refresh();
};

const keepPage = async () => {
  await navigator.serviceWorker.register(box.dataset.worker);
  const { active } = await navigator.serviceWorker.ready;
  const parts = performance.getEntriesByType("resource").map((part) => part.name);
  navigator.serviceWorker.addEventListener("message", () => (box.dataset.ready = "true"), { once: true });
  active.postMessage({ keep: [location.pathname, ...new Set(parts.filter((name) => new URL(name).pathname.startsWith("/static/")))] });
};

if (window.isSecureContext && "serviceWorker" in navigator) {
  await opened;
  box.addEventListener("submit", (event) => {
    event.preventDefault();
    arrive(event.target);
  });
  whenSeen(awaitCode);
  window.addEventListener("online", round);
  window.addEventListener("offline", () => network(false));
  setInterval(round, SEND_EVERY_MS);
  await showRefused();
  await keepPage();
  await round();
}
