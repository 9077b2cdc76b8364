"use strict";
const one = (id) => document.getElementById(id);
const cases = [...document.querySelectorAll("details.case")].map((element) => ({
  element,
  text: element.querySelector("summary").textContent.toLowerCase()
    + [...element.querySelectorAll(".sources, .moved")].map((each) => each.textContent.toLowerCase()).join(" ")
    + " " + element.id.toLowerCase(),
}));
const sections = [...document.querySelectorAll("section")];

const filter = () => {
  const words = one("text").value.toLowerCase().split(/\s+/).filter(Boolean);
  const level = one("level").value;
  const verdicts = one("verdict").value.split(" ").filter(Boolean);
  let shown = 0;
  for (const { element, text } of cases) {
    const fits = words.every((word) => text.includes(word))
      && (!level || element.dataset.level === level)
      && (!verdicts.length || verdicts.some((word) => element.dataset.verdicts.split(" ").includes(word)));
    element.hidden = !fits;
    shown += fits;
  }
  for (const section of sections) section.hidden = !section.querySelector("details.case:not([hidden])");
  one("shown").textContent = `${shown} of ${cases.length} cases`;
  one("nothing").hidden = shown > 0;
};

const openNamed = () => {
  const named = one(decodeURIComponent(location.hash.slice(1)));
  if (named?.matches("details.case")) {
    named.open = true;
    named.scrollIntoView();
  }
};

one("filter").hidden = false;
one("filter").addEventListener("input", filter);
one("filter").addEventListener("submit", (event) => event.preventDefault());
one("open").addEventListener("click", () => {
  const seen = cases.filter(({ element }) => !element.hidden);
  const open = seen.some(({ element }) => !element.open);
  for (const { element } of seen) element.open = open;
  one("open").textContent = open ? "Close all" : "Open all";
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.target.matches("input, select")) {
    event.preventDefault();
    one("text").focus();
  }
});
for (const { element } of cases) {
  element.addEventListener("toggle", () => {
    if (element.open && cases.filter((each) => each.element.open).length === 1) {
      history.replaceState(null, "", `#${element.id}`);
    }
  });
}
addEventListener("hashchange", openNamed);
filter();
openNamed();
