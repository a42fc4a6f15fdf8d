// <button data-copy="field id">: copies the field's value and says so in its data-copied words.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    return; // refused or insecure: the text is selected, the keyboard copies it
  }
  const said = document.getElementById(`${button.dataset.copy}-said`);
  said.textContent = button.dataset.copied;
  setTimeout(() => (said.textContent = ""), 4000);
});
