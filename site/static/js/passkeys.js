// Passkeys: the buttons that ask for one ([data-passkey]) show where the browser knows them, and a refusal is said in words.
if (window.PublicKeyCredential) for (const button of document.querySelectorAll("[data-passkey]")) button.hidden = false;

document.addEventListener("allauth.error", (event) => {
  const place = document.querySelector("[data-passkey-problem]");
  if (!place) return;
  event.preventDefault();
  place.textContent = "";
  requestAnimationFrame(() => (place.textContent = place.dataset.passkeyProblem)); // said again the second time, too
});
