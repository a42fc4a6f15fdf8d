// <div class="scroll" data-in-view>: what takes the focus inside is brought wholly into sight, where browsers leave half of it cut off.
document.addEventListener("focusin", ({ target }) => {
  if (target.closest("[data-in-view]") && !target.matches("[data-in-view]")) {
    target.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
});
