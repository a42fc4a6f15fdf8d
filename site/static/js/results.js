// <form data-results="id">: a change of a filter replaces that element and the form's figures with those
// of the same page under the new address. Anything unexpected falls back to an ordinary visit.
let running = null;

// Screen readers announce what changes in a region that they know already: it stays while the results go.
const said = Object.assign(document.createElement("p"), { className: "visually-hidden" });
said.setAttribute("role", "status");
document.body.append(said);

const address = (form) => {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (value) query.append(name, value);
  }
  const text = query.toString();
  return form.action.split("?")[0] + (text ? `?${text}` : "");
};

const replace = (form, page) => {
  const id = form.dataset.results;
  const fresh = page.getElementById(id);
  if (!fresh) throw new Error(`no #${id} in the answer`);
  document.getElementById(id).replaceWith(fresh);
  said.textContent = fresh.querySelector("[data-found]")?.textContent ?? "";
  const twin = page.querySelector(`form[data-results="${id}"]`);
  for (const figure of form.querySelectorAll("[data-count]")) {
    const other = twin?.querySelector(`[data-count="${CSS.escape(figure.dataset.count)}"]`);
    if (other) figure.textContent = other.textContent;
  }
  // Parts of other forms that carry the same question along.
  for (const part of document.querySelectorAll("[data-follow]")) {
    const other = page.querySelector(`[data-follow="${CSS.escape(part.dataset.follow)}"]`);
    if (other) part.innerHTML = other.innerHTML;
  }
};

const refresh = async (form) => {
  running?.abort();
  running = new AbortController();
  const url = address(form);
  const target = document.getElementById(form.dataset.results);
  target.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { signal: running.signal, headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(`answer ${answer.status}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    replace(form, page);
    document.title = page.title;
    history.replaceState(null, "", url);
    document.dispatchEvent(new CustomEvent("results:changed", { detail: { url } }));
  } catch (error) {
    if (error.name !== "AbortError") location.assign(url);
  }
};

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.dataset.results) refresh(form);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset?.results) return;
  event.preventDefault();
  form.closest("[popover]")?.hidePopover?.();
  refresh(form);
});
