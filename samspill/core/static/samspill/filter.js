// A field that narrows a long list of boxes to tick, and a count beside its name. Without it the list just scrolls.

let number = 0;
for (const list of document.querySelectorAll("details[data-filter]")) {
  const options = list.querySelector(".s-options");
  if (!options) continue;
  const id = `filter-${++number}`;
  const label = document.createElement("label");
  label.className = "ds-label";
  label.htmlFor = id;
  label.textContent = list.dataset.filter;
  const search = document.createElement("input");
  search.className = "ds-input";
  search.type = "search";
  search.id = id;
  search.autocomplete = "off";
  options.before(label, search);

  const rows = [...options.querySelectorAll("ds-field")];
  search.addEventListener("input", (event) => {
    event.stopPropagation(); // it is no answer: nothing to save
    const wanted = search.value.trim().toLowerCase();
    for (const row of rows) {
      const isChosen = row.querySelector("input").checked;
      row.hidden = wanted !== "" && !isChosen && !row.textContent.toLowerCase().includes(wanted);
    }
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // nor is there anything to send
  });
  const count = list.querySelector(".s-count");
  options.addEventListener("change", () => {
    const chosen = options.querySelectorAll("input:checked").length;
    if (count) count.textContent = chosen ? ` (${chosen})` : "";
  });
}
