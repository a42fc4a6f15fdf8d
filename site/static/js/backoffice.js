// What Wagtail leaves to a person's patience.

// A preview that was open comes back over the whole of a phone's next form: start each form without it there.
const PANEL = "wagtail:side-panel-open";
if (matchMedia("(max-width: 50rem)").matches) localStorage.removeItem(PANEL);

// While a new form saves itself, it does not know its record yet: whoever publishes in that second would make two.
// The answer tells the form where its record is; until then, what was pressed waits.
const PATIENCE_MS = 8000;
const saving = new WeakSet();
const pressed = new WeakMap(); // form → the button, as a field

const release = (form) => {
  saving.delete(form);
  const field = pressed.get(form);
  if (!field) return;
  pressed.delete(form);
  form.append(field);
  form.requestSubmit();
};

document.addEventListener("w-autosave:save", ({ target: form }) => saving.add(form));
document.addEventListener("w-autosave:success", ({ target: form }) => release(form));
document.addEventListener("w-autosave:error", ({ target: form }) => release(form));

document.addEventListener(
  "submit",
  (event) => {
    const { target: form, submitter } = event;
    if (!saving.has(form)) {
      form.dataset.wAutosaveActiveValue = "false"; // nothing more to save by itself
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    const { name = "", value = "" } = submitter ?? {};
    pressed.set(form, Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    setTimeout(release, PATIENCE_MS, form);
  },
  true,
);

// Browsers press a form's first button when one types Enter in a line of text: here, that publishes. Whoever types
// Enter means "keep this": sent by no button, the form is saved as a draft.
document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (key !== "Enter" || event.defaultPrevented || event.isComposing) return;
  if (!target.matches("input:not([type=submit], [type=button], [type=reset], [type=file])")) return;
  if (!target.form?.querySelector("[name='action-publish']")) return;
  event.preventDefault();
  target.form.requestSubmit();
});

// <… data-shown-when="reach=listed">: what only one answer asks for shows with that answer.
document.addEventListener("DOMContentLoaded", () => {
  for (const part of document.querySelectorAll("[data-shown-when]")) {
    const [name, value] = part.dataset.shownWhen.split("=");
    const field = document.getElementsByName(name)[0];
    const show = () => (part.hidden = field.value !== value);
    field.addEventListener("change", show);
    show();
  }
});

// Wagtail's text editors have no name for those who do not see: each takes that of its field or block.
const name = (editor) => {
  const heading = editor.closest(".w-panel")?.querySelector("[data-panel-heading]");
  if (heading?.id && !editor.hasAttribute("aria-labelledby")) editor.setAttribute("aria-labelledby", heading.id);
};
const EDITOR = ".Draftail-Editor [role=textbox]";
window.addEventListener("load", () => document.querySelectorAll(EDITOR).forEach(name));
document.addEventListener("focusin", ({ target }) => target.matches(EDITOR) && name(target));
