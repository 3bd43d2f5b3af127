// Down the list of a review by keyboard. Only with Ctrl or Alt, so that nothing happens while one writes; without this
// script the buttons and links do the same.

const form = document.getElementById("decision");

function go(rel) {
  const link = document.querySelector(`a[rel="${rel}"]`);
  if (link) location.assign(link.href);
  return Boolean(link);
}

// What is typed and not saved is not left by a key.
let dirty = false;
form?.addEventListener("input", () => (dirty = true));

addEventListener("keydown", (event) => {
  if (form && event.ctrlKey && event.key === "Enter") {
    event.preventDefault();
    form.requestSubmit();
  } else if (event.altKey && !dirty && event.key === "ArrowDown" && go("next")) {
    event.preventDefault();
  } else if (event.altKey && !dirty && event.key === "ArrowUp" && go("prev")) {
    event.preventDefault();
  }
});

// Who comes from a save goes on deciding: the keyboard stands in the decision.
if (form && new URLSearchParams(location.search).has("videre")) {
  (form.querySelector('input[name="decision"]:checked') ?? form.querySelector('input[name="decision"]')).focus();
}
