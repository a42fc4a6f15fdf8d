// What the tablet at the door keeps: arrivals that wait for the network, and those that were not noted, with `why`, until somebody
// has seen them. <section data-refused> shows these: see parts/kiosk_refused.html.
export const opened = new Promise((resolve, reject) => {
  const request = indexedDB.open("kiosk", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("arrivals", { keyPath: "id" });
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
export const store = async (mode, act) => {
  const transaction = (await opened).transaction("arrivals", mode);
  const request = act(transaction.objectStore("arrivals"));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error);
  });
};
const kept = async () => (await store("readonly", (arrivals) => arrivals.getAll())).sort((one, other) => one.at - other.at);
export const waiting = async () => (await kept()).filter(({ why }) => !why);
const refused = async () => (await kept()).filter(({ why }) => why);

// The hour is that of the server, whatever the tablet believes.
const AHEAD = "kiosk-ahead-ms";
export const learnHour = (serverAt) => localStorage.setItem(AHEAD, Date.now() - new Date(serverAt));
export const hourOf = (at) => at - Number(localStorage.getItem(AHEAD));
export const now = () => hourOf(Date.now());

const notice = document.querySelector("[data-refused]");
const list = notice.querySelector("ul");

export const showRefused = async () => {
  for (const { id, who, when, why } of await refused()) {
    if (list.querySelector(`[data-id="${id}"]`)) continue;
    const line = notice.querySelector("template").content.firstElementChild.cloneNode(true);
    line.dataset.id = id;
    for (const name of line.querySelectorAll("[data-who]")) name.textContent = ` ${who}`;
    line.querySelector("[data-at]").textContent = when;
    line.querySelector("[data-why]").textContent = why;
    list.append(line);
  }
  notice.hidden = !list.children.length;
};

/** « Seen » takes a line away for good; then `goOn` says where to. */
export const whenSeen = (goOn) =>
  notice.addEventListener("click", async ({ target }) => {
    const line = target.closest("button")?.closest("li");
    if (!line) return;
    await store("readwrite", (arrivals) => arrivals.delete(line.dataset.id));
    line.remove();
    await showRefused();
    goOn();
  });
