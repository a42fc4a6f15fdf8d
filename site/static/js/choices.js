// <details data-choices="label">: a long list of boxes can be narrowed by typing, and its summary says what is ticked.
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const LONG = 12;

for (const list of document.querySelectorAll("details[data-choices]:not([data-ready])")) {
  list.dataset.ready = "";
  const options = [...list.querySelectorAll("fieldset label")].map((label) => ({ label, text: fold(label.textContent) }));
  const chosen = list.querySelector("[data-chosen]");

  list.addEventListener("change", () => {
    const ticked = options.filter(({ label }) => label.querySelector("input").checked);
    chosen.textContent = ticked.map(({ label }) => label.textContent.trim()).join(", ") || chosen.dataset.chosen;
  });
  if (options.length <= LONG) continue;

  const finder = document.createElement("input");
  finder.type = "search";
  finder.className = "choices-find";
  finder.placeholder = list.dataset.choices;
  finder.setAttribute("aria-label", `${list.dataset.choices} (${list.querySelector("summary").firstChild.textContent.trim()})`);
  finder.addEventListener("input", () => {
    const words = fold(finder.value).split(/\s+/).filter(Boolean);
    for (const { label, text } of options) label.parentElement.hidden = !words.every((word) => text.includes(word));
  });
  finder.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // it would send the whole form
  });
  list.querySelector("fieldset").before(finder);
}
