// Light or dark as the reader chose, else as the device says. Not a module: runs before the first paint.
(() => {
  const root = document.documentElement;
  const apply = (theme) => (theme ? root.setAttribute("data-theme", theme) : root.removeAttribute("data-theme"));
  const remembered = () => {
    try {
      return localStorage.getItem("theme") || "";
    } catch {
      return ""; // storage refused: the device decides
    }
  };
  apply(remembered());
  addEventListener("DOMContentLoaded", () => {
    for (const select of document.querySelectorAll("[data-theme-choice]")) {
      select.value = remembered();
      select.closest("[hidden]")?.removeAttribute("hidden");
      select.addEventListener("change", () => {
        apply(select.value);
        try {
          localStorage.setItem("theme", select.value);
        } catch {
          // the choice lasts as long as the page
        }
      });
    }
  });
})();
