// The page that comes instead of a kiosk that was closed: what the tablet still kept is not sent any more, also if it becomes a
// kiosk again, and is listed with when it was said, until somebody has seen it.
import { day, hour } from "./dates.js";
import { hourOf, showRefused, store, waiting, whenSeen } from "./kiosk-kept.js";

const { place, closed: why } = document.querySelector("[data-closed]").dataset;
const said = (at) => `${day(at)}, ${hour(at)}`;

const unsent = (await waiting()).filter((arrival) => arrival.place === place);
for (const arrival of unsent)
  await store("readwrite", (arrivals) => arrivals.put({ ...arrival, when: said(new Date(hourOf(arrival.at))), why }));
whenSeen(() => (document.querySelector("[data-refused] li button") ?? document.getElementById("content")).focus());
await showRefused();
