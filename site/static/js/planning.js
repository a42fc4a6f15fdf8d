// <div data-planning="address of the data">: the planning as a timeline whose bookings can be moved, also to another line, and made longer.
// The table below it stays for those who use the keyboard, and for browsers without scripts.
import { LANGUAGE, day, hour, two } from "./dates.js";

const wall = (date) =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;

const part = (name, text, className) => {
  const element = document.createElement(name);
  element.textContent = text;
  if (className) element.className = className;
  return element;
};

// The timeline asks these two before an event's own `editable`, and takes them for granted.
const held = (events) => events.map((one) => ({ ...one, startEditable: one.editable, durationEditable: one.editable }));

// A narrow one says when it starts, then initials alone: an hour that is cut is a wrong hour. Held over, each says all.
const initials = (title) => title.split(/\s+/).slice(0, 2).map((word) => [...word][0]?.toUpperCase()).join("");
const whole = ({ el, event }) => {
  if (event.display !== "background") el.title = `${event.title}, ${event.extendedProps.hours}`;
};

const content = ({ event }) => {
  if (event.display === "background") return { domNodes: [part("span", event.title)] };
  const { hours, from } = event.extendedProps;
  const short = part("b", initials(event.title), "planning-initials");
  short.setAttribute("aria-hidden", "true");
  return { domNodes: [part("b", event.title, "planning-name"), short, part("span", hours, "planning-hours"), part("span", from, "planning-from")] };
};

// The word stands apart from the hatching: only where nothing covers it.
const events = ({ events, closed, named }, title) => [
  ...held(events),
  ...closed.map((one) => ({ ...one, display: "background", classNames: ["planning-shut"] })),
  ...named.map((one) => ({ ...one, title, display: "background", classNames: ["planning-word"] })),
];

const NARROW = matchMedia("(max-width: 46rem)");
const [DAY_SLOT, WEEK_SLOT] = [44, 56]; // pixels: of half an hour, of two hours

// The timeline calls itself a grid without being one to those who listen: for them its parts are plain, and the table is there.
const GRID = /^(role$|aria-(col|row))/;
const plain = (box) => {
  for (const part of box.querySelectorAll(".ec :not(.ec-event), .ec")) {
    for (const name of part.getAttributeNames()) if (GRID.test(name)) part.removeAttribute(name);
  }
  const scroller = box.querySelector(".ec section");
  scroller.tabIndex = 0;
  scroller.setAttribute("aria-label", box.dataset.label);
};

const start = async (box) => {
  const { EventCalendar } = window;
  const answer = await fetch(box.dataset.planning, { headers: { Accept: "application/json" } });
  if (!EventCalendar || !answer.ok) return; // the table is there
  const found = await answer.json();
  const status = document.getElementById(box.dataset.status);

  const say = (text, isRefused) => {
    status.classList.toggle("planning-refused", isRefused);
    status.textContent = text;
  };

  // What it takes besides is asked about before anything is saved; of two, the second waits for the answer to the first.
  let asked = Promise.resolve();
  const agrees = (reply) => {
    asked = asked.then(() => ask(reply));
    return asked;
  };

  const ask = ({ message, yes }) =>
    new Promise((answer) => {
      const dialog = document.getElementById(box.dataset.price);
      dialog.querySelector("[data-question]").textContent = message;
      dialog.querySelector("[data-yes]").textContent = yes;
      dialog.returnValue = "";
      dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true });
      dialog.showModal();
    });

  const send = async ({ event, oldEvent, newResource }, takes) => {
    const edge = (name) => (+event[name] === +oldEvent[name] ? event.extendedProps[name] : wall(event[name]));
    const body = new FormData();
    body.append("csrfmiddlewaretoken", box.querySelector("[name=csrfmiddlewaretoken]").value);
    body.append("start", edge("start"));
    body.append("end", edge("end"));
    if (newResource) body.append("resource", newResource.id);
    if (takes !== undefined) body.append("prix", takes);
    const reply = await fetch(event.extendedProps.move, { method: "POST", body, headers: { Accept: "application/json" } });
    return { ok: reply.ok, ...(await reply.json()) };
  };

  const save = async (change) => {
    try {
      let reply = await send(change);
      while (reply.takes !== undefined) {
        if (!(await agrees(reply))) {
          change.revert();
          say(box.dataset.left, false);
          return;
        }
        reply = await send(change, reply.takes);
      }
      if (!reply.ok) change.revert();
      say(reply.message, !reply.ok);
      if (reply.ok) await refresh();
    } catch {
      change.revert();
      say(box.dataset.failed, true);
    }
  };

  const isWeek = box.dataset.view === "semaine";
  const table = document.querySelector("[data-planning-table]");
  const calendar = EventCalendar.create(box, {
    view: isWeek ? "resourceTimelineWeek" : "resourceTimelineDay",
    date: box.dataset.first,
    locale: LANGUAGE,
    dayHeaderFormat: day,
    slotLabelFormat: hour,
    scrollTime: box.dataset.scroll,
    firstDay: 1,
    headerToolbar: { start: "", center: "", end: "" },
    slotMinTime: box.dataset.from,
    slotMaxTime: box.dataset.until,
    slotDuration: isWeek ? "02:00" : "00:30", // three days of a week in sight on a wide screen
    snapDuration: "00:15",
    slotWidth: isWeek ? WEEK_SLOT : DAY_SLOT,
    editable: false,
    eventContent: content,
    eventDidMount: whole,
    eventClick: ({ event }) => event.extendedProps.url && location.assign(event.extendedProps.url),
    eventDrop: save,
    eventResize: save,
    resources: found.resources,
    events: events(found, box.dataset.closed),
  });

  const refresh = async () => {
    const fresh = await fetch(box.dataset.planning, { headers: { Accept: "application/json" } });
    if (fresh.ok) calendar.setOption("events", events(await fresh.json(), box.dataset.closed));
  };

  // The hours of a day fill the line, unless that makes them too narrow: then it scrolls.
  const fill = () => {
    const slots = (parseInt(box.dataset.until) - parseInt(box.dataset.from)) * 2;
    const { clientWidth } = box.querySelector(".ec-main");
    const width = (clientWidth - box.querySelector(".ec-sidebar").offsetWidth) / slots;
    calendar.setOption("slotWidth", Math.max(DAY_SLOT, Math.floor(width * 100) / 100));
  };

  plain(box);
  new MutationObserver(() => plain(box)).observe(box, { childList: true, subtree: true });
  // Where little of the timeline is in sight, what stands in words comes first.
  if (NARROW.matches) box.before(table);
  box.hidden = false;
  if (!isWeek) new ResizeObserver(fill).observe(box);
  table.open = isWeek || NARROW.matches;
};

for (const box of document.querySelectorAll("[data-planning]")) start(box);
