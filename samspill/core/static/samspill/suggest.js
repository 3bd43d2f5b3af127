// Ways to go on typing under a search box: a combobox with a list box, by keyboard and pointer. Without it the box is
// an ordinary search field. An input says where to ask: data-suggest="address", and what one and several suggestions
// are called: data-suggest-one, data-suggest-many.

const WAIT = 150; // milliseconds after the last key
const SHORTEST = 2;

let count = 0;

function combobox(input) {
  const id = `suggestions-${++count}`;
  const list = document.createElement("ul");
  list.id = id;
  list.className = "s-suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels?.[0]?.textContent.trim() || input.name);
  list.hidden = true;
  const status = document.createElement("div");
  status.className = "ds-sr-only";
  status.setAttribute("role", "status");
  const box = document.createElement("div");
  box.className = "s-suggest";
  input.before(box);
  box.append(input, list, status);

  input.autocomplete = "off";
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-controls": id,
    "aria-expanded": "false",
  })) {
    input.setAttribute(name, value);
  }

  let chosen = -1;
  let typed = "";
  let timer;
  let asking;

  const options = () => [...list.children];

  function close() {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    chosen = -1;
    status.textContent = "";
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function show(suggestions) {
    list.replaceChildren(
      ...suggestions.map((text, place) => {
        const option = document.createElement("li");
        option.id = `${id}-${place}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = text;
        return option;
      }),
    );
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = suggestions.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    const words = suggestions.length === 1 ? input.dataset.suggestOne : input.dataset.suggestMany;
    status.textContent = list.hidden ? "" : `${suggestions.length} ${words}`;
  }

  async function ask() {
    asking?.abort();
    asking = new AbortController();
    const signal = asking.signal;
    try {
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(typed)}`, { signal });
      const { suggestions } = answer.ok ? await answer.json() : { suggestions: [] };
      if (!signal.aborted && document.activeElement === input) show(suggestions);
    } catch {
      // No network, or a newer question: the field works without suggestions.
    }
  }

  function choose(place) {
    const all = options();
    all[chosen]?.setAttribute("aria-selected", "false");
    chosen = place;
    const option = all[chosen];
    input.value = option ? option.textContent : typed;
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  input.addEventListener("input", () => {
    typed = input.value;
    clearTimeout(timer);
    if (typed.trim().length < SHORTEST || typed.length > 200) return close();
    timer = setTimeout(ask, WAIT);
  });

  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const last = list.children.length - 1;
    if (event.key === "ArrowDown") choose(chosen === last ? -1 : chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen === -1 ? last : chosen - 1);
    else if (event.key === "Escape") {
      input.value = typed;
      close();
    } else if (event.key === "Tab" || event.key === "Enter") return close();
    else return;
    event.preventDefault();
  });

  // Pressing an option must not take the focus from the field before the click has come.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    input.value = option.textContent;
    close();
    input.form.requestSubmit();
  });
  input.addEventListener("blur", close);
}

for (const input of document.querySelectorAll("input[data-suggest]")) combobox(input);
