// <form data-stay>: who chooses something that loads the page again finds it where it was in the window, in focus.
const KEPT = "stay";
const form = document.querySelector("form[data-stay]");
const topOf = (element) => element.getBoundingClientRect().top;
const choicesOf = (part) => [...part.querySelectorAll("a, button")];
const partOf = (label) => form.querySelector(`[aria-labelledby="${CSS.escape(label)}"]`);

form.addEventListener("click", ({ target }) => {
  const choice = target.closest("a.slot-choice, button.slot-choice, .chip, button[name=regarder]");
  const part = choice?.closest("[aria-labelledby]");
  if (!part) return;
  const label = part.getAttribute("aria-labelledby");
  const turn = choicesOf(part).indexOf(choice);
  sessionStorage.setItem(KEPT, JSON.stringify({ path: location.pathname, label, turn, top: topOf(choice) }));
});

const kept = JSON.parse(sessionStorage.getItem(KEPT));
sessionStorage.removeItem(KEPT);
const part = kept?.path === location.pathname && partOf(kept.label);
const choice = part && choicesOf(part)[kept.turn];
if (choice) {
  scrollBy(0, topOf(choice) - kept.top);
  choice.focus({ preventScroll: true });
}
