// <div data-scanner="id of the field" data-failed="…" hidden> with a <video>, a button and a status: reads a QR code with the
// camera into the field and sends its form. Shown only where the browser can read codes by itself; the field is always there.
const EVERY_MS = 200;
const pause = () => new Promise((resolve) => setTimeout(resolve, EVERY_MS));

const read = async (video, detector) => {
  while (video.srcObject) {
    const [found] = await detector.detect(video).catch(() => []);
    if (found?.rawValue) return found.rawValue;
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
  const stop = () => {
    video.srcObject?.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
    video.hidden = true;
    shows(box, false);
  };
  if (video.srcObject) return stop();
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    video.hidden = false;
    shows(box, true);
    await video.play();
    const value = await read(video, new BarcodeDetector({ formats: ["qr_code"] }));
    stop();
    if (!value) return;
    field.value = value;
    field.form.requestSubmit();
  } catch {
    stop();
    box.querySelector("[role=status]").textContent = box.dataset.failed;
    field.focus();
  }
};

const readsCodes = async () =>
  "BarcodeDetector" in window && navigator.mediaDevices && (await BarcodeDetector.getSupportedFormats()).includes("qr_code");

for (const box of document.querySelectorAll("[data-scanner]")) {
  if (await readsCodes()) {
    box.hidden = false;
    document.querySelector("[data-without-camera]").hidden = true;
    document.querySelector("[data-with-camera]").hidden = false;
    for (const button of box.querySelectorAll("[data-camera]")) {
      button.addEventListener("click", () => scan(box, document.getElementById(box.dataset.scanner)));
    }
  }
}
