// An owner's page in a round: Ctrl + Enter sends a card and goes on; what is not right comes back on the card itself.
// Without this script each card is a plain form.

const list = document.querySelector(".s-cards");

function firstField(card) {
  return card?.querySelector("select, textarea, input:not([type=hidden])") ?? card;
}

function nextLeft(card) {
  for (let next = card?.nextElementSibling; next; next = next.nextElementSibling) {
    if (!("done" in next.dataset)) return next;
  }
  return null;
}

list?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest("form[data-card]");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit();
});

// Answers with faults (422) and with somebody else's update (409) are cards too.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (![409, 422].includes(event.detail.xhr.status)) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});

// What was typed but not kept yet must not be kept after it was sent.
document.addEventListener("htmx:afterSettle", (event) => {
  const card = event.detail.elt;
  if (!card?.matches?.(".s-card")) return;
  const wrong = card.querySelector("[aria-invalid=true]");
  if (wrong) return wrong.focus();
  if (!("done" in card.dataset)) return;
  const next = nextLeft(card);
  const field = firstField(next ?? card);
  field.focus({ preventScroll: true });
  (next ?? card).scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
});

// No contact with the server: what was typed is still on the page, and is tried again.
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    const line = event.detail.elt?.closest(".s-card")?.querySelector(".s-card__kept");
    if (!line) return;
    line.textContent = list.dataset.offline;
    setTimeout(() => line.closest("form")?.dispatchEvent(new Event("input", { bubbles: true })), 8000);
  });
}

// A link or a closed tab: the last words go along.
const typing = new Set();
list?.addEventListener("input", (event) => typing.add(event.target.closest("form[data-card]")));
document.addEventListener("htmx:afterRequest", (event) => typing.delete(event.detail.elt?.closest?.("form[data-card]")));
addEventListener("pagehide", () => {
  for (const form of typing) {
    if (form?.isConnected) navigator.sendBeacon(form.querySelector("[data-keep]").dataset.keep, new FormData(form));
  }
});
