// What a Folium element shows by hover or click: text nodes alone.
function closedText(text) {
  "use strict";

  const node = document.createElement("span");
  node.append(String(text));
  return node;
}

// A table of the properties of a feature; `labels` may be empty.
function closedFields(fields, labels) {
  "use strict";

  const written = (value) => (typeof value === "object" ? JSON.stringify(value) : String(value));
  return (layer) => {
    const properties = (layer.feature && layer.feature.properties) || {};
    const table = document.createElement("table");
    table.className = "fields";
    fields.forEach((field, n) => {
      const value = properties[field];
      if (value === undefined || value === null) return;
      const row = table.insertRow();
      if (labels.length) {
        const head = document.createElement("th");
        head.scope = "row";
        head.append(String(labels[n]));
        row.append(head);
      }
      row.insertCell().append(written(value));
    });
    return table;
  };
}
