// The ground of the map: outlines and names shipped with the site, or the tiles of the operator's choice.

const EARTH_M = 40_075_017;
const FRONTIER_M = 6_000; // wider than the disagreement between the two sources of outlines
const ALL_TOWNS_FROM = 9;
const LABELS = 70;
const CITY = 100_000;
const LINE_HEIGHT = 16;
const EDGE = 4;
const NEAR_PIN = LINE_HEIGHT / 2; // closer, the name of a town would touch the pin
const APART = 10; // closer, the name of another town would pass for that of the pin's

/** Draw the ground under `map`. Without outlines the pins still stand.
 *  `obstacles()` tells where names may not go: [left, top, right, bottom] in layer pixels. */
export const drawBase = async (L, map, { assets, tiles, attribution }, obstacles) => {
  if (tiles) {
    L.tileLayer(tiles, { attribution, maxZoom: 19 }).addTo(map);
    return;
  }
  map.attributionControl.addAttribution(attribution);
  try {
    const [outlines, towns] = await Promise.all([json(assets.outlines), json(assets.towns)]);
    const boxes = drawOutlines(L, map, outlines);
    new Labels(L, map, { towns, boxes, folder: assets.townsFolder, obstacles });
  } catch (error) {
    console.error(error);
  }
};

const json = async (url) => {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: answer ${answer.status}`);
  return answer.json();
};

/** TopoJSON to lines of [latitude, longitude]. */
const reader = ({ arcs, transform: { scale, translate } }) => {
  const lines = arcs.map((deltas) => {
    let x = 0;
    let y = 0;
    return deltas.map(([dx, dy]) => {
      x += dx;
      y += dy;
      return [y * scale[1] + translate[1], x * scale[0] + translate[0]];
    });
  });
  const line = (index) => (index < 0 ? [...lines[~index]].reverse() : lines[index]);
  const ring = (indexes) => indexes.flatMap((index, position) => (position ? line(index).slice(1) : line(index)));
  return { line, ring };
};

/** Draws the layers from the lowest up; answers each department's box. */
const drawOutlines = (L, map, outlines) => {
  const { ring } = reader(outlines);
  const pane = map.createPane("ground");
  pane.setAttribute("aria-hidden", "true");
  const renderer = L.svg({ pane: "ground", padding: 0.4 });
  const look = (className) => ({ pane: "ground", renderer, className, interactive: false, smoothFactor: 1 });
  const geometries = (layer) => outlines.objects[layer].geometries;
  const lines = (layer) => geometries(layer).flatMap(({ arcs }) => arcs.map(ring));
  const polygons = ({ arcs }) => arcs.map((rings) => rings.map(ring));

  for (const geometry of geometries("abroad")) L.polygon(polygons(geometry), look("map-abroad")).addTo(map);
  const frontier = L.polyline(lines("frontier"), { ...look("map-frontier"), lineCap: "butt" }).addTo(map);
  const widen = () => {
    const metersPerPixel = (EARTH_M * Math.cos((map.getCenter().lat * Math.PI) / 180)) / 256 / 2 ** map.getZoom();
    frontier.setStyle({ weight: Math.max(2, FRONTIER_M / metersPerPixel) });
  };
  map.on("zoomend", widen);
  widen();
  const boxes = geometries("departements").map((geometry) => {
    const shape = L.polygon(polygons(geometry), look("map-land")).addTo(map);
    return [geometry.id, shape.getBounds()];
  });
  L.polyline(lines("regions"), look("map-region")).addTo(map);
  return boxes;
};

/** Names of towns: the largest first, as many as fit without touching each other or a pin. */
class Labels {
  constructor(L, map, options) {
    Object.assign(this, { L, map, ...options, near: new Map() });
    this.pane = map.createPane("names");
    this.pane.setAttribute("aria-hidden", "true");
    this.pane.classList.add("leaflet-zoom-hide");
    this.width = ruler(this.pane);
    map.on("moveend viewreset pins:drawn", () => this.draw());
    this.draw();
    document.fonts.ready.then(() => this.draw());
  }

  draw() {
    const pins = this.obstacles();
    const taken = [...pins, ...this.controls()];
    const apart = pins.map(([left, top, right, bottom]) => [left - APART, top - APART, right + APART, bottom + APART]);
    const names = [];
    const view = this.map.getBounds();
    const frame = this.frame();
    for (const [name, latitude, longitude, inhabitants] of this.candidates(view)) {
      if (names.length === LABELS) break;
      if (!view.contains([latitude, longitude])) continue;
      const point = this.map.latLngToLayerPoint([latitude, longitude]).round();
      const cover = pins.find((pin) => overlap(around(point, NEAR_PIN), pin));
      if (cover?.named) continue; // one name a pin: its largest town's
      const style = `map-town${cover ? " is-beside" : ""}${inhabitants >= CITY ? " is-city" : ""}`;
      const others = cover ? taken : [...taken, ...apart];
      const spot = places(point, this.width(name, style), cover).find(
        ({ box }) => within(box, frame) && !others.some((other) => overlap(box, other)),
      );
      if (!spot) continue;
      if (cover) cover.named = true;
      taken.push(spot.box);
      const className = `${style} ${spot.side}`;
      const label = Object.assign(document.createElement("span"), { className, textContent: name });
      this.L.DomUtil.setPosition(label, this.L.point(spot.box[0], point.y));
      names.push(label);
    }
    this.pane.replaceChildren(...names);
  }

  /** What is in sight, in layer pixels: a name that would be cut at its edge is left out. */
  frame() {
    const { x, y } = this.map.containerPointToLayerPoint([0, 0]);
    const { x: width, y: height } = this.map.getSize();
    return [x + EDGE, y + EDGE, x + width - EDGE, y + height - EDGE];
  }

  /** The map's own buttons, in layer pixels: no name goes under them. */
  controls() {
    const container = this.map.getContainer();
    const { left: x, top: y } = container.getBoundingClientRect();
    return [...container.querySelectorAll(".leaflet-control")].map((control) => {
      const { left, top, right, bottom } = control.getBoundingClientRect();
      const from = this.map.containerPointToLayerPoint([left - x, top - y]);
      return [from.x, from.y, from.x + right - left, from.y + bottom - top];
    });
  }

  /** Towns worth a name at this zoom, the most inhabited first. */
  candidates(view) {
    const zoom = this.map.getZoom();
    if (zoom < ALL_TOWNS_FROM) {
      const least = 4_000_000 / 4 ** (zoom - 3);
      return this.towns.filter(([, , , inhabitants]) => inhabitants >= least);
    }
    const around = this.boxes.filter(([, box]) => box.intersects(view)).map(([code]) => code);
    const known = around.flatMap((code) => this.of(code));
    const least = zoom < 11 ? 3_000_000 / 4 ** (zoom - 3) : 0;
    return known.filter(([, , , inhabitants]) => (inhabitants ?? 0) >= least).sort((a, b) => b[3] - a[3]);
  }

  /** A department's towns; none until they have come, then the names are drawn again. */
  of(code) {
    if (!this.near.has(code)) {
      this.near.set(code, []);
      json(`${this.folder}${code}.json`).then(
        (towns) => {
          this.near.set(code, towns);
          this.draw();
        },
        () => {}, // names are a comfort: the map goes on without
      );
    }
    return this.near.get(code);
  }
}

const around = ({ x, y }, reach) => [x - reach, y - reach, x + reach, y + reach];
const overlap = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];

const within = (a, b) => a[0] >= b[0] && a[1] >= b[1] && a[2] <= b[2] && a[3] <= b[3];

/** How wide a name is with the look of a class, in pixels: as the browser will write it. */
const ruler = (pane) => {
  const pen = document.createElement("canvas").getContext("2d");
  const looks = new Map();
  const look = (className) => {
    const sample = Object.assign(document.createElement("span"), { className });
    pane.append(sample);
    const { font, paddingLeft, paddingRight } = getComputedStyle(sample);
    sample.remove();
    return { font, padding: parseFloat(paddingLeft) + parseFloat(paddingRight) };
  };
  return (name, className) => {
    if (!looks.has(className)) looks.set(className, look(className));
    const { font, padding } = looks.get(className);
    pen.font = font;
    return pen.measureText(name).width + padding;
  };
};

/** Where a name may stand: right of its dot, left of it; beside the pin when one covers the dot. */
const places = ({ x, y }, width, cover) => {
  const [top, bottom] = [y - LINE_HEIGHT / 2, y + LINE_HEIGHT / 2];
  const right = cover ? cover[2] + 1 : x;
  const left = cover ? cover[0] - 1 : x;
  return [
    { box: [right, top, right + width, bottom], side: "is-right" },
    { box: [left - width, top, left, bottom], side: "is-left" },
  ];
};
