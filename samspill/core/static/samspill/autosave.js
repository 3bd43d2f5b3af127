// Forms that save themselves: a few seconds after the last change, one request at a time. What is typed is never lost:
// failures say so on the status line and are tried again. Without this script the Save button does the same.

const PAUSE = 2500; // after the last key
const RETRY = 8000; // after a failure

for (const one of document.querySelectorAll("form[data-autosave]")) {
  const line = one.querySelector("[data-save-status]") ?? document.getElementById("save-status");
  if (line) watch(one, line);
}

function watch(form, status) {
  let timer = 0;
  let running = null;
  let dirty = false;
  let stopped = false;

  function tell(state, text) {
    status.dataset.state = state;
    status.textContent = text;
  }

  function plan(pause) {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(save, pause);
  }

  function changed() {
    dirty = true;
    if (stopped) return;
    if (!running) tell("waiting", form.dataset.waiting);
    plan(PAUSE);
  }

  async function save() {
    if (running || !dirty || stopped) return running;
    dirty = false;
    tell("saving", form.dataset.saving);
    running = send().finally(() => {
      running = null;
      if (dirty) plan(PAUSE);
    });
    return running;
  }

  // A chosen file goes with the Save button only.
  function typing() {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  }

  async function send() {
    let response;
    try {
      response = await fetch(form.dataset.autosave, {
        method: "POST",
        body: typing(),
        headers: { "X-Requested-With": "fetch" },
        redirect: "manual",
      });
    } catch {
      return failed(form.dataset.offline);
    }
    if (response.type === "opaqueredirect") return failed(form.dataset.signedOut);
    const answer = await response.json().catch(() => null);
    if (!answer) return failed(response.status === 403 ? form.dataset.signedOut : form.dataset.offline);
    if (answer.version) form.elements.version.value = answer.version;
    if (answer.kept !== undefined) form.elements.kept.value = answer.kept; // which kept typing this tab goes on from
    // Never over what somebody else saved: the Save button compares. And nothing more where it is closed or refused.
    if (["stale", "closed", "refused"].includes(answer.state)) stopped = true;
    showErrors(answer.errors ?? {});
    tell(answer.state, answer.text);
  }

  function failed(text) {
    dirty = true;
    tell("offline", text);
    plan(RETRY);
  }

  function showErrors(errors) {
    for (const old of form.querySelectorAll("[data-autosave-error]")) old.remove();
    for (const [name, texts] of Object.entries(errors)) {
      const input = document.getElementById(`id_${name}`);
      const field = input?.closest(".s-field");
      if (!field) continue;
      const box = document.createElement("div");
      box.className = "ds-validation-message";
      box.dataset.autosaveError = "";
      box.textContent = texts.join(" ");
      field.append(box);
    }
  }

  // Other types ask for other fields. What is typed in fields that stay, stays.
  async function showFields() {
    const types = [...form.querySelectorAll('input[name="types"]:checked')].map((box) => box.value);
    const address = `${form.dataset.fields}?${new URLSearchParams(types.map((type) => ["types", type]))}`;
    const response = await fetch(address).catch(() => null);
    if (!response?.ok) return;
    const part = document.getElementById("extra-fields");
    const typed = new Map([...part.querySelectorAll("input, textarea, select")].map((input) => [input.name, input.value]));
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    part.replaceChildren(...fresh.body.childNodes);
    for (const input of part.querySelectorAll("input, textarea, select")) {
      if (typed.has(input.name)) input.value = typed.get(input.name);
    }
  }

  // What was typed before this script had come, on a slow line, counts too.
  function typedAlready() {
    return [...form.elements].some((input) =>
      input.type === "checkbox" || input.type === "radio"
        ? input.checked !== input.defaultChecked
        : "defaultValue" in input && input.value !== input.defaultValue,
    );
  }

  form.addEventListener("input", changed);
  if (typedAlready()) changed();
  form.addEventListener("change", (event) => {
    if (event.target.name !== "types") return;
    // Save first: then the fields that go keep what was typed in them.
    clearTimeout(timer);
    Promise.resolve(running).then(save).then(showFields);
  });
  form.addEventListener("submit", async (event) => {
    stopped = true;
    clearTimeout(timer);
    if (running) {
      event.preventDefault(); // its answer brings the version that this save must name
      await running;
      form.requestSubmit(event.submitter);
    } else {
      dirty = false;
    }
  });
  // Steps such as Submit take what is typed with them.
  for (const step of document.querySelectorAll("form[data-waits-for-save]")) {
    step.addEventListener("submit", async (event) => {
      if (!dirty && !running) return;
      event.preventDefault();
      await running;
      await save();
      if (["saved", "kept"].includes(status.dataset.state)) step.submit();
    });
  }
  // A link or a closed tab: the last words go along.
  addEventListener("pagehide", () => {
    if (dirty && !stopped) navigator.sendBeacon(form.dataset.autosave, typing());
  });
}
