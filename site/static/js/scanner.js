// <div data-scanner="id of the field" data-library="where" data-refused="…" data-failed="…" data-unread="…" hidden> with a <video>,
// two buttons and a status: reads a QR code with the camera into the field and sends its form. Shown only where there is a
// camera; the field is always there.
const EVERY_MS = 200;
const LONG_MS = 15_000;
const pause = () => new Promise((resolve) => setTimeout(resolve, EVERY_MS));

const readsByItself = async () =>
  "BarcodeDetector" in window && (await BarcodeDetector.getSupportedFormats()).includes("qr_code");

// What finds the text on a frame, if there is one: the browser's own reader, else the library's, which has its shape.
const reader = async (library) => {
  const Reader = (await readsByItself()) ? BarcodeDetector : (await import(library)).BarcodeDetector;
  const codes = new Reader({ formats: ["qr_code"] });
  return async (frame) => (await codes.detect(frame).catch(() => []))[0]?.rawValue;
};

const look = async (video, film, read) => {
  while (video.srcObject === film) {
    const text = await read(video);
    if (text) return text;
    await pause();
  }
  return "";
};

// One button starts the camera, the other stops it; who has pressed one stands on the other.
const shows = (box, isOn) => {
  const had = box.contains(document.activeElement);
  for (const button of box.querySelectorAll("[data-camera]")) button.hidden = (button.dataset.camera === "on") !== isOn;
  if (had) box.querySelector("[data-camera]:not([hidden])").focus();
};

const scan = async (box, field) => {
  const video = box.querySelector("video");
  const say = (words) => (box.querySelector("[role=status]").textContent = words);
  const stop = () => {
    video.srcObject?.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
    video.hidden = true;
    shows(box, false);
  };
  say("");
  if (video.srcObject) return stop();
  let film, long;
  try {
    film = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    video.srcObject = film;
    long = setTimeout(() => say(box.dataset.unread), LONG_MS);
    video.hidden = false;
    shows(box, true);
    await video.play();
    const read = await reader(box.dataset.library);
    const text = await look(video, film, read);
    if (!text) return;
    stop();
    say("");
    field.value = text;
    field.form.requestSubmit();
  } catch ({ name }) {
    if (video.srcObject !== (film ?? null)) return; // stopped before the first picture
    stop();
    say(name === "NotAllowedError" ? box.dataset.refused : box.dataset.failed);
    field.focus();
  } finally {
    clearTimeout(long);
  }
};

const hasCamera = async () =>
  (await navigator.mediaDevices?.enumerateDevices().catch(() => []))?.some(({ kind }) => kind === "videoinput");

for (const box of document.querySelectorAll("[data-scanner]")) {
  if (await hasCamera()) {
    box.hidden = false;
    document.querySelector("[data-without-camera]").hidden = true;
    document.querySelector("[data-with-camera]").hidden = false;
    for (const button of box.querySelectorAll("[data-camera]")) {
      button.addEventListener("click", () => scan(box, document.getElementById(box.dataset.scanner)));
    }
  }
}
