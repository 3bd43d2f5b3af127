// The running sum of contributors' shares while one types. The server checks it anyway.

const list = document.querySelector("[data-shares]");
const inputs = [...document.querySelectorAll('[data-shares] input[name$="-share"]')];

function show() {
  let line = document.getElementById("share-sum");
  if (!line) {
    line = document.createElement("p");
    line.id = "share-sum";
    line.className = "s-small";
    line.setAttribute("role", "status");
    list.after(line);
  }
  const sum = inputs.reduce((total, input) => total + (Number.parseFloat(input.value.replace(",", ".")) || 0), 0);
  line.textContent = list.dataset.sharesText.replace("{sum}", sum.toLocaleString(document.documentElement.lang));
  line.classList.toggle("ds-validation-message", sum > 100);
}

for (const input of inputs) input.addEventListener("input", show);
