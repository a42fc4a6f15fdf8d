// Passkeys: the buttons that ask for one ([data-passkey]) show where the browser knows them, and a refusal is said in words.
if (window.PublicKeyCredential) for (const button of document.querySelectorAll("[data-passkey]")) button.hidden = false;

// Browsers keep passkeys for names only: neither for 127.0.0.1 nor for [::1].
const isNumber = /^[\d.]+$|^\[/.test(location.hostname);

document.addEventListener("allauth.error", (event) => {
  const place = document.querySelector("[data-passkey-problem]");
  if (!place) return;
  event.preventDefault();
  place.textContent = "";
  const { passkeyProblem, passkeyNumber } = place.dataset;
  requestAnimationFrame(() => (place.textContent = isNumber ? passkeyNumber : passkeyProblem)); // said again the second time, too
});
