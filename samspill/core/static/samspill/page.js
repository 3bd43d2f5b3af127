// Small help where scripts run; nothing here is needed for reading or for sending a form.

// A click on a link inside the page's menu closes it, also when the link only moves within the page.
document.getElementById("menu")?.addEventListener("click", (event) => {
  if (event.target.closest("a") && event.currentTarget.matches(":popover-open")) event.currentTarget.hidePopover();
});

// A button pressed twice sends once. Coming back to the page, it may be sent again.
const sent = new Set();
addEventListener("submit", (event) => {
  if (event.target.method !== "post" || event.defaultPrevented) return;
  if (sent.has(event.target)) event.preventDefault();
  sent.add(event.target);
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
