// <form data-plan>: desks that can be dragged on their plan write the numbers below, and numbers move the desks.
// The numbers are all that is sent: without scripts, and with the keyboard, they are enough.
const NAMES = ["x", "y", "width", "height"];
const form = document.querySelector("form[data-plan]");

const within = (value, most) => Math.max(0, Math.min(most, Math.round(value)));

const field = (spot, name) => form.elements[`${spot.dataset.spot}-${name}`];

const show = (spot) => {
  for (const name of NAMES) spot.setAttribute(name, `${Number(field(spot, name).value)}%`);
  spot.toggleAttribute("hidden", !field(spot, "is_placed").checked);
};

const drag = (spot, down) => {
  const stage = spot.ownerSVGElement.getBoundingClientRect();
  const [left, top, width, height] = NAMES.map((name) => Number(field(spot, name).value));
  down.preventDefault();
  spot.setPointerCapture(down.pointerId);
  const move = (event) => {
    field(spot, "x").value = within(left + ((event.clientX - down.clientX) / stage.width) * 100, 100 - width);
    field(spot, "y").value = within(top + ((event.clientY - down.clientY) / stage.height) * 100, 100 - height);
    show(spot);
  };
  spot.addEventListener("pointermove", move);
  spot.addEventListener("lostpointercapture", () => spot.removeEventListener("pointermove", move), { once: true });
};

for (const spot of form?.querySelectorAll("[data-spot]") ?? []) {
  spot.addEventListener("pointerdown", (event) => drag(spot, event));
  for (const name of [...NAMES, "is_placed"]) field(spot, name).addEventListener("input", () => show(spot));
}
