// <button data-near="/lieux/?type=fablab" data-refused="…" hidden>: asks where the reader is, then for the same list
// around there. Nothing is sent or kept but the point in the address, rounded to some hundred metres.
const DECIMALS = 3;
const WITHIN_KM = 30;

const ask = (button) => {
  button.setAttribute("aria-busy", "true");
  navigator.geolocation.getCurrentPosition(
    ({ coords: { latitude, longitude } }) => {
      const url = new URL(button.dataset.near, location);
      url.searchParams.set("pres", `${latitude.toFixed(DECIMALS)},${longitude.toFixed(DECIMALS)}`);
      url.searchParams.set("rayon", WITHIN_KM);
      location.assign(url);
    },
    () => {
      button.removeAttribute("aria-busy");
      button.lastChild.textContent = button.dataset.refused;
    },
    { timeout: 10_000, maximumAge: 300_000 },
  );
};

const show = () => {
  if (!navigator.geolocation) return;
  for (const button of document.querySelectorAll("[data-near][hidden]")) button.hidden = false;
};

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-near]");
  if (button) ask(button);
});
document.addEventListener("results:changed", show);
show();
