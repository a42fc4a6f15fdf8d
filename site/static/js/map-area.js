// "Search in this area": the part of the map in view becomes the `bbox` of the list's address.

const DECIMALS = 4;

/** The source of the same question asked at `url`: same path, same suffix, that query. */
export const sourceFor = (source, url) => {
  const asked = new URL(url, location);
  return new URL(source, location).pathname + asked.search;
};

/** A button that appears once the reader has moved the map. */
export const areaButton = (L, placeMap) => {
  const { map, words, element } = placeMap;
  const button = Object.assign(document.createElement("button"), {
    type: "button",
    className: "btn btn-small map-area",
    textContent: words.searchHere,
    hidden: true,
  });
  L.DomEvent.disableClickPropagation(button);
  button.addEventListener("click", () => {
    button.hidden = true;
    placeMap.isFramed = true;
    const bounds = map.getBounds();
    const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    const detail = { box: box.map((degrees) => degrees.toFixed(DECIMALS)).join(",") };
    element.dispatchEvent(new CustomEvent("map:search", { bubbles: true, detail }));
  });
  map.on("dragend zoomend", () => {
    if (placeMap.settled) button.hidden = false;
  });
  element.append(button);
};

/** Ask the list for that area: through its form when it has one, else by a visit. */
export const searchArea = (box) => {
  const form = document.querySelector("form[data-results]");
  if (!form) {
    const url = new URL(location);
    url.searchParams.delete("page");
    url.searchParams.set("bbox", box);
    location.assign(url);
    return;
  }
  let field = form.elements.namedItem("bbox");
  if (!field) {
    field = Object.assign(document.createElement("input"), { type: "hidden", name: "bbox" });
    form.append(field);
  }
  field.value = box;
  field.dispatchEvent(new Event("change", { bubbles: true }));
};
