// Days and hours as the pages write them, whatever the browser's own habit: « mardi 1er juin », « 9 h 05 », 09:05.
export const LANGUAGE = { en: "en-GB" }[document.documentElement.lang] ?? document.documentElement.lang;

export const two = (number) => String(number).padStart(2, "0");

export const hour = (at) => {
  const [hours, minutes] = [at.getHours(), at.getMinutes()];
  if (LANGUAGE !== "fr") return `${two(hours)}:${two(minutes)}`;
  return minutes ? `${hours}\u00a0h\u00a0${two(minutes)}` : `${hours}\u00a0h`;
};

const DAY = { weekday: "long", day: "numeric", month: "long" };
const first = (words) => (LANGUAGE === "fr" ? words.replace(" 1 ", " 1er ") : words);
export const day = (at) => first(at.toLocaleDateString(LANGUAGE, DAY));
