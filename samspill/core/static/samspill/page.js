// Small help where scripts run; nothing here is needed for reading or for sending a form.

// A click on a link inside the page's menu closes it, also when the link only moves within the page.
document.getElementById("menu")?.addEventListener("click", (event) => {
  if (event.target.closest("a") && event.currentTarget.matches(":popover-open")) event.currentTarget.hidePopover();
});
