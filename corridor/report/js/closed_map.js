// A Leaflet map as Folium makes it, in the closed page: no image, no request.
function closedMap(options) {
  "use strict";

  document.documentElement.classList.add("js");
  document.getElementById("app").hidden = false;
  // Leaflet's own marker is a picture beside its script; here it is a dot of the style sheet.
  L.Marker.prototype.options.icon = L.divIcon({ className: "dot", iconSize: [14, 14] });
  return L.map("map", { ...options, center: undefined, zoom: undefined });
}

// Rather the plain tables than half a map.
function closedDraw(draw, parts) {
  "use strict";

  try {
    draw(parts);
  } catch (error) {
    document.documentElement.classList.remove("js");
    document.getElementById("app").hidden = true;
    throw error;
  }
}
