// data-dialog="id" opens that <dialog>; data-close inside, or a click on the backdrop, closes it.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog) {
    event.preventDefault();
    dialog.showModal();
    return;
  }
  const box = event.target.closest("dialog");
  if (box && (event.target === box || event.target.closest("[data-close]"))) box.close();
});
