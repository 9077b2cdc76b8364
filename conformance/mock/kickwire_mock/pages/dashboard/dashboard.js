"use strict";
// The server renders every section; this script fetches those that have changed and fits them into
// the page, and sends what is pressed to the control API. It makes no HTML of its own.

const ROOT = "/_mock";
const RETRY = 3000; // ms
const OURS = new Set(["open", "hidden", "aria-invalid"]); // attributes that the server does not know
const one = (id) => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const say = (id, words) => { if (one(id).textContent !== words) one(id).textContent = words; };

// Attributes and children of an element become those of a fresh one, by as few steps as possible:
// what stays keeps its focus, its selection, what was typed into it, and whether it is open.
const fit = (old, fresh) => {
  const turned = ["selected", "checked"].filter((name) => old.hasAttribute(name) !== fresh.hasAttribute(name));
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !OURS.has(name)) old.removeAttribute(name);
  }
  for (const name of turned) old[name] = fresh.hasAttribute(name);
  const named = new Map([...old.children].filter(({ id }) => id).map((child) => [child.id, child]));
  const unnamed = [...old.childNodes].filter(({ id }) => !id);
  const wanted = [...fresh.childNodes].map((child) => {
    const place = unnamed.findIndex(({ nodeName }) => nodeName === child.nodeName);
    const match = child.id ? named.get(child.id) : unnamed.splice(0, place + 1).at(-1);
    if (match?.nodeName !== child.nodeName) return document.importNode(child, true);
    if (child.nodeType === Node.ELEMENT_NODE) fit(match, child);
    else if (match.nodeValue !== child.nodeValue) match.nodeValue = child.nodeValue;
    return match;
  });
  const kept = new Set(wanted);
  for (const child of [...old.childNodes]) if (!kept.has(child)) child.remove();
  let at = old.firstChild;
  for (const child of wanted) {
    if (child === at) at = at.nextSibling;
    else old.insertBefore(child, at);
  }
};

// Controls come switched off, for browsers without scripts.
const switchOn = (within) => all(":disabled", within).forEach((each) => { each.disabled = false; });

// A document that comes this way is parsed by the browser and runs nothing.
const fetched = (path) => new Promise((resolve, reject) => {
  const request = new XMLHttpRequest();
  request.responseType = "document";
  request.onload = () => {
    if (request.status === 200 && request.response) resolve(request.response);
    else reject(new Error(`the mock answered ${request.status}`));
  };
  request.onerror = () => reject(new Error("the mock does not answer"));
  request.open("GET", ROOT + path);
  request.send();
});

const refresh = async (names) => {
  const fresh = await fetched(`/?sections=${names.join()}`);
  const focused = document.activeElement;
  const home = focused?.closest("section");
  for (const section of all("main section", fresh)) {
    switchOn(section);
    fit(one(section.id), section);
  }
  if (home && !focused.isConnected) home.querySelector("h2").focus();
  all("form[data-rows]").forEach(filter);
  tick();
};

const numbers = {}; // of the sections, as the stream has told them since they were fetched
let fetching = null;
const stale = () => all("main section").map(({ id, dataset }) => [id, dataset.version])
  .filter(([id, version]) => id in numbers && String(numbers[id]) !== version).map(([id]) => id);
const refreshStale = async () => {
  for (let names = stale(); names.length; names = stale()) {
    for (const name of names) delete numbers[name];
    await refresh(names);
  }
};
const catchUp = () => {
  fetching ??= refreshStale().finally(() => { fetching = null; });
  return fetching;
};

const filter = (form) => {
  const words = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
  const { checked, value } = form.elements.flag;
  const rows = [...(one(form.dataset.rows)?.children ?? [])];
  for (const row of rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !words.every((word) => text.includes(word)) || (checked && !row.classList.contains(value));
  }
  const shown = rows.filter((row) => !row.hidden).length;
  form.querySelector("output").value = shown < rows.length ? `${shown} of ${rows.length}` : "";
};

// What somebody has changed of an example. Nothing can be taken out of a payload, so that is refused.
const changed = (value, example, path = "") => {
  const lost = Object.keys(example).find((name) => !Object.hasOwn(value, name));
  if (lost !== undefined) throw new Error(`the payload lacks ${path}${lost}; a field can be changed, not taken out`);
  const inside = (name, mine) => (isObject(mine) && isObject(example[name])
    ? changed(mine, example[name], `${path}${name}.`) : mine);
  return Object.fromEntries(Object.entries(value)
    .filter(([name, mine]) => JSON.stringify(mine) !== JSON.stringify(example[name]))
    .map(([name, mine]) => [name, inside(name, mine)]));
};

const example = () => one("event-name").selectedOptions[0].dataset.example;

const payloadOf = (text) => {
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`the payload is not JSON: ${error.message}`, { cause: error });
  }
  if (!isObject(value)) throw new Error("the payload is no object, which stands in braces");
  return changed(value, JSON.parse(example()));
};

const valueOf = (control) => {
  const { type, value, dataset } = control;
  if (type === "checkbox") return control.checked || undefined;
  if (value === "") return dataset.null === undefined ? undefined : null;
  if (type === "number") return Number(value);
  if (type === "datetime-local") return Date.parse(`${value}Z`) / 1000;
  if (type !== "textarea") return value;
  try {
    return payloadOf(value);
  } catch (error) {
    control.setAttribute("aria-invalid", "true");
    control.focus();
    throw error;
  }
};

const bodyOf = (controls) => {
  const body = {};
  for (const control of [...controls].filter(({ name }) => name)) {
    control.removeAttribute("aria-invalid");
    const value = valueOf(control);
    const steps = control.name.split(".");
    const last = steps.pop();
    if (control.dataset.spread !== undefined) Object.assign(body, JSON.parse(value));
    else if (value !== undefined) steps.reduce((at, step) => (at[step] ??= {}), body)[last] = value;
  }
  return body;
};

const send = async ({ dataset }, body) => {
  const [method, path] = dataset.do.split(" ");
  const headers = { "Content-Type": "application/json" };
  const response = await fetch(ROOT + path, method === "DELETE" ? { method } : { method, headers, body });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  const member = (_, steps) => steps.split(".").reduce((at, step) => at[step], answer);
  const { done, unheard = done } = dataset;
  return (answer.deliveries?.length === 0 ? unheard : done).replace(/\{([\w.]+)\}/g, member);
};

const act = async (element, body) => {
  say("told", ""); // so that the same words are read out again
  try {
    const done = await send(element, typeof body === "string" ? body : JSON.stringify(bodyOf(body)));
    element.closest("dialog")?.close();
    for (const { id } of all("main section")) numbers[id] = "any";
    await catchUp().catch(() => {}); // the stream tells that the page is not live
    if (element.dataset.empties !== undefined) element.reset();
    say("told", done);
  } catch (error) {
    for (const each of element.options ?? []) each.selected = each.defaultSelected;
    say("told", `Not done: ${error.message}`);
  }
};

document.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  const { opens, closes, do: operation, body } = button?.dataset ?? {};
  if (opens) one(opens).showModal();
  if (closes !== undefined) button.closest("dialog").close();
  if (operation) act(button, body ?? "{}");
});
document.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.target.dataset.do) act(event.target, event.target.elements);
});
document.addEventListener("input", ({ target }) => {
  if (target.form?.dataset.rows) filter(target.form);
});
const drafts = new Map(); // payloads as somebody has left them, by event
let written = one("event-name").value;
document.addEventListener("change", ({ target }) => {
  if (target.dataset.do) act(target, [target]);
  if (target.id !== "event-name") return;
  const { fields } = target.form.elements;
  drafts.set(written, fields.value);
  written = target.value;
  fields.value = drafts.get(written) ?? example();
});

// Clocks that run go on between what the server says of them.
const tick = () => {
  for (const each of all("time[data-now]")) {
    if (each.said !== each.dataset.now) [each.said, each.at] = [each.dataset.now, performance.now()];
    const time = new Date(each.said * 1000 + performance.now() - each.at).toISOString();
    each.textContent = `${time.slice(0, 10)} ${time.slice(11, 19)}`;
  }
};
const live = (words, kind) => {
  say("live", words);
  one("live").className = kind;
};
let source = null;
// A browser opens few connections to one host, so a page that nobody sees keeps none.
const follow = () => {
  source?.close();
  if (document.hidden) return;
  source = new EventSource(`${ROOT}/stream`);
  source.onopen = () => live("Live", "on");
  source.onerror = () => {
    live("Not live: trying again", "off");
    if (source.readyState === EventSource.CLOSED) setTimeout(follow, RETRY);
  };
  source.onmessage = ({ data }) => {
    Object.assign(numbers, JSON.parse(data));
    catchUp().catch(({ message }) => live(`Not live: ${message}`, "off"));
  };
};
document.addEventListener("visibilitychange", follow);
switchOn(document);
setInterval(tick, 1000);
follow();
