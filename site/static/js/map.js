// <div data-map="/lieux.geojson?…" data-map-config="{…}">: a map of what the list beside it says.
// Nothing is loaded before the map is seen, or asked for on small screens; without it the list remains.
import { drawBase } from "./map-base.js";
import { Pins } from "./map-pins.js";
import { areaButton, searchArea, sourceFor } from "./map-area.js";

const FRANCE = [[41.3, -5.2], [51.1, 9.6]];
const CLOSEST_FIT = 13;
const SMALL_SCREEN = matchMedia("(max-width: 46rem)");
const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const started = new Map(); // element → its map, or null while it loads

const script = (url) =>
  new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement("script"), { src: url, onload: resolve, onerror: reject });
    document.head.append(element);
  });

const stylesheet = (url) =>
  new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: url });
    Object.assign(link, { onload: resolve, onerror: reject });
    document.head.append(link);
  });

let libraries = null;
const load = (assets) => {
  libraries ??= Promise.all([script(assets.leaflet), script(assets.supercluster), stylesheet(assets.styles)]);
  return libraries;
};

/** One map of the page: Leaflet, its ground, its pins, and the words that go with them. */
class PlaceMap {
  constructor(element, config) {
    this.element = element;
    this.words = config.words;
    this.config = config;
    const L = window.L;
    element.replaceChildren();
    this.status = Object.assign(document.createElement("p"), { className: "visually-hidden" });
    this.status.setAttribute("role", "status");
    this.map = L.map(element, {
      minZoom: 4,
      maxZoom: config.tiles ? 19 : 15,
      zoomControl: false,
      zoomSnap: 0.25,
      worldCopyJump: true,
      zoomAnimation: !STILL.matches,
      fadeAnimation: !STILL.matches,
      markerZoomAnimation: !STILL.matches,
      inertia: !STILL.matches,
    });
    this.map.attributionControl.setPrefix(false);
    const rtl = getComputedStyle(element).direction === "rtl";
    L.control
      .zoom({ position: rtl ? "topleft" : "topright", zoomInTitle: this.words.zoomIn, zoomOutTitle: this.words.zoomOut })
      .addTo(this.map);
    element.append(this.status);
    this.map.fitBounds(FRANCE, { animate: false });
    this.pins = new Pins(L, this.map, { ...config, icons: config.assets.icons, family: element.dataset.family, current: this.center });
    drawBase(L, this.map, config, () => this.pins.boxes());
    this.map.on("moveend", () => this.say());
    new ResizeObserver(() => this.map.invalidateSize({ animate: false })).observe(element);
    if (!this.center && element.dataset.area !== "off") areaButton(L, this);
  }

  get center() {
    const { latitude, longitude } = this.element.dataset;
    return latitude && longitude ? [Number(latitude), Number(longitude)] : null;
  }

  async show(source) {
    this.source = source;
    const answer = await fetch(source, { headers: { Accept: "application/geo+json" } });
    if (!answer.ok) throw new Error(`answer ${answer.status}`);
    const { features } = await answer.json();
    if (source !== this.source) return; // a later question has overtaken this one
    this.pins.load(features.filter(({ geometry }) => geometry));
    this.frame(features);
    this.pins.draw();
    this.say();
  }

  /** Look at the place, else at the area asked for, else at everything shown. */
  frame(features) {
    const box = new URL(this.source, location).searchParams.get("bbox");
    const isFramed = this.isFramed;
    this.isFramed = false;
    if (isFramed) return; // the question came from this very view
    if (this.center) {
      this.map.setView(this.center, Number(this.element.dataset.zoom || CLOSEST_FIT), { animate: false });
    } else if (box) {
      const [west, south, east, north] = box.split(",").map(Number);
      this.map.fitBounds([[south, west], [north, east]], { animate: false });
    } else if (features.length) {
      this.map.fitBounds(boundsOf(features), { paddingTopLeft: [24, 44], paddingBottomRight: [24, 20], maxZoom: CLOSEST_FIT, animate: false });
    }
    this.settled = true; // from now on, moves are the reader's
  }

  say() {
    const count = this.pins.countIn(this.map.getBounds());
    const form = new Intl.PluralRules(document.documentElement.lang).select(count);
    const text = count ? this.words.inView[form] ?? this.words.inView.other : this.words.nothingInView;
    this.status.textContent = text.replace("%(count)s", count.toLocaleString(document.documentElement.lang));
  }
}

/** All of them; but mainland France alone when the overseas would make it a dot. */
const boundsOf = (features) => {
  const points = features.map(({ geometry: { coordinates: [x, y] } }) => [y, x]);
  const all = window.L.latLngBounds(points);
  if (all.getEast() - all.getWest() < 40) return all;
  const mainland = points.filter((point) => window.L.latLngBounds(FRANCE).contains(point));
  return mainland.length ? window.L.latLngBounds(mainland) : all;
};

const start = async (element) => {
  if (started.has(element)) return;
  started.set(element, null);
  const config = JSON.parse(element.dataset.mapConfig);
  element.setAttribute("aria-busy", "true");
  const waiting = element.querySelector(".map-wait");
  try {
    await load(config.assets);
    const map = new PlaceMap(element, config);
    started.set(element, map);
    await map.show(element.dataset.map);
  } catch (error) {
    console.error(error);
    if (waiting && !waiting.isConnected) element.append(waiting);
    element.classList.add("is-broken");
  } finally {
    element.removeAttribute("aria-busy");
  }
};

const whenSeen = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      whenSeen.unobserve(target);
      start(target);
    }
  },
  { rootMargin: "200px" },
);

const offer = (element) => {
  const { words } = JSON.parse(element.dataset.mapConfig);
  const button = Object.assign(document.createElement("button"), {
    type: "button",
    className: "btn map-ask",
    textContent: words.show,
  });
  button.addEventListener("click", async () => {
    button.disabled = true;
    await start(element);
    element.focus();
  });
  element.querySelector(".map-wait")?.append(button);
};

const prepare = () => {
  for (const element of document.querySelectorAll("[data-map]")) {
    if (started.has(element) || element.dataset.prepared) continue;
    if (adopt(element)) continue;
    element.dataset.prepared = "yes";
    const isAsked = element.dataset.load === "now" || new URL(location).searchParams.get("vue") === "carte";
    if (!isAsked && (SMALL_SCREEN.matches || navigator.connection?.saveData)) offer(element);
    else whenSeen.observe(element);
  }
};

/** Filters bring a fresh, empty map: keep the one that was there, with its ground and its place. */
const adopt = (fresh) => {
  for (const [element, map] of started) {
    if (!map || element.id !== fresh.id || element.isConnected) continue;
    fresh.replaceWith(element);
    map.map.invalidateSize({ animate: false });
    map.show(fresh.dataset.map).catch(() => location.reload());
    return true;
  }
  return false;
};

document.addEventListener("results:changed", ({ detail: { url } }) => {
  const kept = [...started].filter(([element, map]) => map && element.isConnected);
  prepare();
  for (const [element, map] of kept) {
    if (!map.center) map.show(sourceFor(element.dataset.map, url)).catch(() => location.reload());
  }
});

document.addEventListener("map:search", ({ detail: { box } }) => searchArea(box));

// What is pointed at in the list stands out on the map.
const pointed = ({ target }) => {
  const link = target.closest?.("article")?.querySelector("a[href]");
  for (const map of started.values()) map?.pins.highlight(link ? new URL(link.href).pathname : null);
};
document.addEventListener("pointerover", pointed, { passive: true });
document.addEventListener("focusin", pointed);

prepare();
