// <details data-menu>: closes on Escape, on a click elsewhere and when focus leaves. One whose content lies in
// the flow of the page (filters inside the phone's drawer) stays as it was left.
const floats = (menu) => getComputedStyle(menu.lastElementChild).position === "absolute";
const open = () => [...document.querySelectorAll("details[data-menu][open]")].filter(floats);

const closeOutside = (event) => {
  for (const menu of open()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
};

document.addEventListener("click", closeOutside);
document.addEventListener("focusin", closeOutside);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  }
});
