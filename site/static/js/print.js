// <p data-print hidden> with a button: prints the page. Shown only where scripts run.
for (const box of document.querySelectorAll("[data-print]")) {
  box.hidden = false;
  box.querySelector("button").addEventListener("click", () => print());
}
