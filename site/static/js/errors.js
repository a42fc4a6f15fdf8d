// The summary of a form's errors takes the focus when the page arrives.
document.querySelector("[data-errors]")?.focus();
