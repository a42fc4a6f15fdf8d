// <form data-live hx-post="…" hx-target="#recapitulatif">: a change of what is booked, or of how it is paid, shows its total, or why not.
import { say } from "./live.js";

document.addEventListener("htmx:after:swap", () => say(document.querySelector(":is(#pourquoi, #recapitulatif) :is(.message, .summary-total)")?.textContent ?? ""));
