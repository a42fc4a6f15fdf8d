// <div data-kiosk="where to send" data-worker="…" data-kept="…" data-cut="…">: the screen at the door. Each arrival is written into
// IndexedDB first, then sent, with how long ago it was; what cannot be sent waits there for the network. Without scripts,
// or where the browser has no place to keep anything, its forms are plain forms.
const box = document.querySelector("[data-kiosk]");
const SEND_EVERY_MS = 20_000;
const SAID_MS = 8_000;
const MOST_AT_ONCE = 20;

const opened = new Promise((resolve, reject) => {
  const request = indexedDB.open("kiosk", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("arrivals", { keyPath: "id" });
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
const store = async (mode, act) => {
  const transaction = (await opened).transaction("arrivals", mode);
  const request = act(transaction.objectStore("arrivals"));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error);
  });
};
const waiting = () => store("readonly", (arrivals) => arrivals.getAll());

let silence;
const say = (text, isDone) => {
  const said = document.createElement("p");
  said.className = isDone ? "kiosk-done" : "kiosk-refused";
  said.textContent = text;
  box.querySelector("[data-said]").replaceChildren(said);
  clearTimeout(silence);
  silence = setTimeout(() => said.remove(), SAID_MS);
};

const network = (isThere) => {
  box.querySelector("[data-network]").textContent = isThere ? "" : box.dataset.cut;
};

// Those who are over go, and those whose arrival waits here cannot be touched again.
const tidy = async () => {
  const kept = new Set((await waiting()).map((arrival) => arrival.booking));
  for (const line of box.querySelectorAll("[data-until]")) {
    line.hidden = new Date(line.dataset.until) < new Date();
    const button = line.querySelector("button");
    if (button) button.disabled = kept.has(line.dataset.booking);
  }
};

const refresh = async () => {
  const answer = await fetch(location.pathname, { cache: "no-store" });
  if (!answer.ok) return location.reload();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const list = page.getElementById("jour");
  if (list && !box.querySelector("#jour :focus")) box.querySelector("#jour").replaceWith(list);
  await tidy();
};

const post = (arrivals) =>
  fetch(box.dataset.kiosk, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": box.querySelector("[name=csrfmiddlewaretoken]").value },
    body: JSON.stringify({ arrivals: arrivals.map(({ at, ...said }) => ({ ...said, age_s: (Date.now() - at) / 1000 })) }),
  });

const forget = async () => {
  await store("readwrite", (arrivals) => arrivals.clear());
  for (const name of await caches.keys()) await caches.delete(name);
  location.reload();
};

let sending = Promise.resolve();
const send = () => {
  sending = sending.then(sendAll, sendAll);
  return sending;
};
const sendAll = async () => {
  const arrivals = (await waiting()).sort((one, other) => one.at - other.at).slice(0, MOST_AT_ONCE);
  if (!arrivals.length) return new Map();
  let answer;
  try {
    answer = await post(arrivals);
  } catch {
    network(false);
    return new Map();
  }
  network(true);
  if (answer.status === 403 && (await answer.json().catch(() => ({}))).code === "revoked") await forget();
  if (!answer.ok) return new Map();
  const { results } = await answer.json();
  for (const { id } of results) await store("readwrite", (kept) => kept.delete(id));
  return new Map(results.map((result) => [result.id, result]));
};

const arrive = async (form) => {
  const { booking = "", code = "" } = Object.fromEntries(new FormData(form));
  const arrival = { id: crypto.randomUUID(), booking, code, at: Date.now() };
  await store("readwrite", (arrivals) => arrivals.put(arrival));
  form.reset();
  await tidy();
  const result = (await send()).get(arrival.id);
  say(result ? result.said : box.dataset.kept, result ? result.done : true);
  if (result) await refresh().catch(() => network(false));
};

const round = async () => {
  await send();
  await refresh().catch(() => network(false));
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
  window.addEventListener("online", round);
  window.addEventListener("offline", () => network(false));
  setInterval(round, SEND_EVERY_MS);
  await keepPage();
  await round();
}
