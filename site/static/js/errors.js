// The summary of a form's errors takes the focus when the page arrives, or when it is swapped in.
const focus = (root) => root.querySelector?.("[data-errors]")?.focus();

focus(document);
document.addEventListener("htmx:afterSwap", (event) => focus(event.target));
