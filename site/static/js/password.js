// Under each password, a button that shows what was typed: people on a telephone mistype.
const words = document.getElementById("password-words").dataset;

for (const field of document.querySelectorAll("input[type=password]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-quiet btn-small password-show";
  button.textContent = words.show;
  button.setAttribute("aria-controls", field.id);
  button.addEventListener("click", () => {
    const isShown = field.type === "password";
    field.type = isShown ? "text" : "password";
    button.textContent = isShown ? words.hide : words.show;
  });
  field.form?.addEventListener("submit", () => (field.type = "password")); // else browsers offer it again elsewhere
  field.after(button);
}
