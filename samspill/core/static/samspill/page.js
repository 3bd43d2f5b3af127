// Small help where scripts run; nothing here is needed for reading or for sending a form.

// A click on a link inside the page's menu closes it, also when the link only moves within the page.
document.getElementById("menu")?.addEventListener("click", (event) => {
  if (event.target.closest("a") && event.currentTarget.matches(":popover-open")) event.currentTarget.hidePopover();
});

// Half a day or what is no number would be sent as nothing, and be gone: the browser points at it. The rest of what is
// wrong the server says, in the language of the page (`novalidate`).
const unread = (form) => [...form.elements].find((one) => one.validity?.badInput && one.checkVisibility());

// A button pressed twice sends once. Coming back to the page, or when it was stopped on its way, it may be sent again.
const sent = new Set();
addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  const half = event.submitter?.formNoValidate ? undefined : unread(form);
  if (half) {
    event.preventDefault();
    half.reportValidity();
    return;
  }
  if (sent.has(form)) return event.preventDefault();
  sent.add(form);
  setTimeout(() => sent.delete(form), 5000);
});
addEventListener("pageshow", () => sent.clear());

// Copies the text of an element; without scripts the text can be marked and copied by hand.
for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.textContent = button.dataset.done;
    button.setAttribute("role", "status");
  });
}

// On paper the tables behind the charts are shown, and closed again afterwards.
const opened = [];
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details.s-twin:not([open])")) {
    details.open = true;
    opened.push(details);
  }
});
addEventListener("afterprint", () => {
  while (opened.length) opened.pop().open = false;
});
