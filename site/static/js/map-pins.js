// Pins and groups of pins, for the pointer and for the keyboard.

const GROUP_RADIUS = 56; // pixels: supercluster counts them on tiles of `extent`
const TILE = 256;
const GROUPED_UP_TO = 15;
const PIN = [30, 38];
const GROUP_LIFT = 100; // a pin just below would hide how many a group holds
const MOST_LISTED = 50;
const SAME_SPOT = 0.00001; // degrees: a metre, the rounding of the source
const SVG = "http://www.w3.org/2000/svg";
const SHAPES = { place: "house", event: "calendar", people: "user-round", project: "flag" };

export class Pins {
  constructor(L, map, { words, icons, family = "place", current = null }) {
    Object.assign(this, { L, map, words, icons, family, current, shown: new Map() });
    this.group = L.layerGroup().addTo(map);
    map.on("moveend", () => this.draw());
    map.getContainer().addEventListener("keydown", (event) => this.escape(event));
  }

  load(features) {
    this.clear();
    this.features = features;
    this.index = new window.Supercluster({ radius: GROUP_RADIUS, extent: TILE, maxZoom: GROUPED_UP_TO }).load(
      features
        .filter(({ geometry }) => !this.isHere(geometry))
        .map((feature, number) => ({ ...feature, properties: { ...feature.properties, number } })),
    );
    if (this.current) this.addHere();
  }

  /** The place whose page one reads: a pin of its own, never in a group, with nothing to open. */
  addHere() {
    const icon = this.pinIcon(this.family, "is-here");
    this.group.addLayer(this.L.marker(this.current, { icon, interactive: false, keyboard: false, zIndexOffset: 500 }));
  }

  clear() {
    this.map.closePopup();
    this.group.clearLayers();
    this.shown.clear();
  }

  countIn(bounds) {
    return (this.features ?? []).filter(({ geometry: { coordinates: [x, y] } }) => bounds.contains([y, x])).length;
  }

  /** What belongs in view comes, what has left goes, the rest stays: focus and popups survive a move. */
  draw() {
    if (!this.index) return;
    const view = this.map.getBounds().pad(0.25);
    const box = [view.getWest(), view.getSouth(), view.getEast(), view.getNorth()];
    const items = this.index.getClusters(box, Math.floor(this.map.getZoom()));
    const wanted = new Map(items.map((item) => [this.keyOf(item), item]));
    const hadFocus = this.group.getLayers().some((marker) => marker.getElement() === document.activeElement);
    for (const [key, marker] of this.shown) {
      if (wanted.has(key)) continue;
      this.group.removeLayer(marker);
      this.shown.delete(key);
    }
    for (const [key, item] of wanted) {
      if (!this.shown.has(key)) this.shown.set(key, this.add(item));
    }
    this.map.fire("pins:drawn");
    if (hadFocus && !this.map.getContainer().contains(document.activeElement)) this.focusNear(this.left);
  }

  /** What the pins cover, for names to keep away: [left, top, right, bottom] in layer pixels. */
  boxes() {
    return [...this.shown.values()].map((marker) => {
      const { x, y } = this.map.latLngToLayerPoint(marker.getLatLng());
      const { iconSize: [width, height], iconAnchor: [left, top] = [width / 2, height / 2] } = marker.options.icon.options;
      return [x - left, y - top, x - left + width, y - top + height];
    });
  }

  keyOf({ properties }) {
    return properties.cluster ? `group-${properties.cluster_id}` : `pin-${properties.number}`;
  }

  add(item) {
    const [longitude, latitude] = item.geometry.coordinates;
    const marker = this.L.marker([latitude, longitude], { icon: this.iconOf(item), keyboard: true, riseOnHover: true });
    marker.item = item;
    marker.setZIndexOffset(liftOf(item));
    marker.on("click", (event) => this.activate(marker, isFromKeyboard(event)));
    marker.on("keydown", (event) => {
      if (event.originalEvent.key !== "Enter" && event.originalEvent.key !== " ") return;
      event.originalEvent.preventDefault();
      this.activate(marker, true);
    });
    this.group.addLayer(marker);
    marker.getElement().setAttribute("aria-label", this.labelOf(item));
    return marker;
  }

  labelOf({ properties }) {
    if (!properties.cluster) return [properties.name, properties.when, properties.city].filter(Boolean).join(", ");
    return this.counted(this.words.group, properties.point_count);
  }

  /** Words with a number, in the form that it asks for. */
  counted(words, value) {
    const { language, count } = this.number(value);
    const form = new Intl.PluralRules(language).select(value);
    return (words[form] ?? words.other).replace("%(count)s", count);
  }

  number(value) {
    const language = document.documentElement.lang;
    return { language, count: value.toLocaleString(language) };
  }

  iconOf({ properties }) {
    if (properties.cluster) {
      const size = Math.round(28 + Math.min(20, Math.log2(properties.point_count) * 3));
      const html = element("span", "map-cluster", this.number(properties.point_count).count);
      html.classList.add(`family-${this.family}`);
      return this.L.divIcon({ className: "map-marker", html, iconSize: [size, size] });
    }
    return this.pinIcon(properties.family ?? this.family);
  }

  pinIcon(family, extra = "") {
    const html = element("span", `map-pin family-${family} ${extra}`);
    html.append(this.glyph(SHAPES[family] ?? SHAPES.place));
    const [width, height] = PIN;
    return this.L.divIcon({
      className: "map-marker",
      html,
      iconSize: PIN,
      iconAnchor: [width / 2, height],
      popupAnchor: [0, -height + 4],
    });
  }

  glyph(name) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS(SVG, "use");
    use.setAttribute("href", `${this.icons}#${name}`);
    svg.append(use);
    return svg;
  }

  /** A pin says what it is; a group opens, or lists what shares one spot. */
  activate(marker, fromKeyboard) {
    const { properties } = marker.item;
    this.left = marker.getLatLng();
    if (properties.cluster) {
      const zoom = this.index.getClusterExpansionZoom(properties.cluster_id);
      if (zoom <= Math.min(GROUPED_UP_TO, this.map.getMaxZoom())) {
        this.map.setView(this.left, zoom);
        return;
      }
    }
    const items = properties.cluster ? this.index.getLeaves(properties.cluster_id, Infinity) : [marker.item];
    const offset = marker.options.icon.options.popupAnchor ?? [0, 0];
    const popup = this.L.popup({ closeButton: false, minWidth: 190, maxWidth: 280, autoPanPadding: [24, 24], offset })
      .setLatLng(this.left)
      .setContent(this.content(items))
      .openOn(this.map);
    popup.marker = marker;
    this.open = popup;
    if (fromKeyboard) popup.getElement().querySelector("a")?.focus();
  }

  /** What stands at one spot, in the order of the source: events with their next date first. */
  content(items) {
    const list = element("ul", "map-places");
    if (items.length > 1) list.append(element("li", "map-where", this.counted(this.words.here, items.length)));
    const ordered = [...items].sort((a, b) => a.properties.number - b.properties.number);
    for (const { properties } of ordered.slice(0, MOST_LISTED)) {
      const item = element("li");
      const link = Object.assign(element("a", "map-place", properties.name), { href: properties.url });
      item.append(link);
      if (properties.when) item.append(element("span", "map-when", properties.when));
      const where = [properties.place, properties.city].filter(Boolean).join(", ");
      if (where) item.append(element("span", "map-where", where));
      list.append(item);
    }
    const more = ordered.length - MOST_LISTED;
    if (more > 0) list.append(element("li", "map-where", this.words.more.replace("%(count)s", this.number(more).count)));
    return list;
  }

  escape(event) {
    if (event.key !== "Escape" || !this.open?.isOpen()) return;
    this.map.closePopup(this.open);
    this.open.marker.getElement()?.focus();
  }

  focusNear(latLng) {
    if (!latLng) return;
    const distance = (marker) => this.map.distance(marker.getLatLng(), latLng);
    const [nearest] = [...this.shown.values()].sort((a, b) => distance(a) - distance(b));
    (nearest?.getElement() ?? this.map.getContainer()).focus();
  }

  /** The pin of `path`, or the group that holds it, stands out; none when path is null. */
  highlight(path) {
    if (path === this.highlighted) return;
    this.highlighted = path;
    for (const marker of this.shown.values()) {
      const isIt = path !== null && this.holds(marker.item, path);
      marker.getElement()?.firstElementChild?.classList.toggle("is-current", isIt);
      marker.setZIndexOffset(isIt ? 1000 : liftOf(marker.item));
    }
  }

  /** Whether this is the place whose page one reads. */
  isHere({ coordinates: [longitude, latitude] }) {
    if (!this.current) return false;
    return Math.abs(latitude - this.current[0]) < SAME_SPOT && Math.abs(longitude - this.current[1]) < SAME_SPOT;
  }

  holds({ properties }, path) {
    const items = properties.cluster ? this.index.getLeaves(properties.cluster_id, Infinity) : [{ properties }];
    return items.some(({ properties: { event_url, url } }) =>
      event_url ? path.startsWith(new URL(event_url, location).pathname) : new URL(url, location).pathname === path,
    );
  }
}

const liftOf = ({ properties }) => (properties.cluster ? GROUP_LIFT : 0);

const isFromKeyboard = ({ originalEvent }) => originalEvent?.detail === 0;

const element = (name, className = "", text = "") => Object.assign(document.createElement(name), { className, textContent: text });
