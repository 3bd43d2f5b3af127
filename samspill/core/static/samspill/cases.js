// Counts words while they are typed, by the rules of samspill/cases/counting.py. Without this script, the number is
// the one that stood when the page was made.

const STEPS = [
  [/^[ \t]*(```|~~~).*$/gm, ""],
  [/!?\[([^\]\n]*)\]\([^)\n]*\)/g, "$1"], // [text](address)
  [/^[ \t]*\d{1,9}[.)][ \t]+/gm, ""], // 1. a list
  [/[*`~#>\\]/g, ""],
  [/[|—…]|&nbsp;|<br ?\/?>?/g, " "],
  [/(?<![0-9])[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+(?![0-9])/g, (found) => found.replace(/\D/g, "")],
];

export function countWords(text) {
  for (const [pattern, by] of STEPS) text = text.replace(pattern, by);
  return text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

function tell(field, line, patterns) {
  const number = countWords(field.value);
  const most = field.dataset.words;
  const over = most ? Math.max(number - Number(most), 0) : 0;
  const pattern = most ? (over ? patterns.lengthOver : patterns.lengthWithin) : patterns.lengthFree;
  line.textContent = pattern.replace("%(number)s", number).replace("%(most)s", most).replace("%(over)s", over);
  line.classList.toggle("s-length--over", over > 0);
}

for (const line of document.querySelectorAll("[data-length-of]")) {
  const field = document.getElementById(line.dataset.lengthOf);
  const patterns = field?.form?.dataset;
  if (!patterns?.lengthFree) continue;
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${line.id}`.trim());
  field.addEventListener("input", () => tell(field, line, patterns));
  tell(field, line, patterns);
}
