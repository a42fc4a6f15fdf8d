// The summary of a form's errors takes the focus when the page arrives; also where its address leads to a part of the page,
// which the browser goes to once all is loaded.
const focus = () => document.querySelector("[data-errors]")?.focus();
focus();
if (location.hash) addEventListener("load", () => setTimeout(focus));
