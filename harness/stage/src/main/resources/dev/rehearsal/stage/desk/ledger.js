// The ledger, live: asks for what is new while somebody looks, filters here, and shows one hop whole.
const SHOWN = 400;
const KEPT = 20000;
const form = document.getElementById("filters");
const list = document.getElementById("hops");
const summary = document.getElementById("summary");
const drawer = document.getElementById("hop");
const pause = document.getElementById("pause");
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3, hour12: false });
// Who acts while a stage is stood up, and not on a customer's behalf.
const SETUP = new Set(["terraform", "stage", "desk"]);

let hops = [];
let next = 0;
let paused = false;
let open = location.hash.slice(1);

function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value != null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return element;
}

const filters = () => Object.fromEntries(new FormData(form));
const failed = (hop) => hop.error != null || hop.status >= 400;

function chosen() {
  const { q = "", service, root, errors, setup } = filters();
  const words = q.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const found = hops.filter((hop) =>
    (!root || hop.root === root.trim()) &&
    (!service || hop.to === service || hop.from === service) &&
    (!errors || failed(hop)) &&
    (setup || root || !SETUP.has(hop.from)) &&
    words.every((word) => `${hop.action} ${hop.resource ?? ""} ${hop.from} ${hop.to} ${hop.error ?? ""}`.toLowerCase().includes(word)));
  return root ? inOrder(found) : found.reverse();
}

// One correlation id is a story: from its start, each hop below the one that caused it.
function inOrder(found) {
  const byParent = new Map();
  const ids = new Set(found.map((hop) => hop.id));
  for (const hop of found) {
    const parent = ids.has(hop.parent) ? hop.parent : "";
    byParent.set(parent, [...(byParent.get(parent) ?? []), hop]);
  }
  const told = [];
  const tell = (parent, depth) => {
    for (const hop of (byParent.get(parent) ?? []).sort((one, other) => (one.start < other.start ? -1 : 1))) {
      told.push({ ...hop, depth });
      tell(hop.id, depth + 1);
    }
  };
  tell("", 0);
  return told;
}

function took(micros) {
  if (micros < 1000) return "< 1 ms";
  return micros < 1e6 ? `${Math.round(micros / 1000)} ms` : `${(micros / 1e6).toFixed(1)} s`;
}

function row(hop) {
  const button = h("button", { type: "button", "data-id": hop.id, "aria-current": hop.id === open && "true", onclick: () => show(hop.id) },
    h("time", { datetime: hop.start }, clock.format(new Date(hop.start))),
    h("span", { class: "way", title: `${hop.from} → ${hop.to}` }, `${hop.from} → ${hop.to}`),
    h("span", { class: "action" }, hop.action, hop.resource && h("small", {}, hop.resource)),
    h("span", { class: "status" }, hop.error ?? (hop.status || "")),
    h("span", { class: "took" }, took(hop.micros)));
  if (hop.depth) button.style.setProperty("--depth", Math.min(hop.depth, 10));
  return h("li", { class: failed(hop) && "bad", "data-testid": "hop" }, button);
}

function draw() {
  const found = chosen();
  const focus = list.contains(document.activeElement) ? document.activeElement.dataset.id : null;
  list.replaceChildren(...found.slice(0, SHOWN).map(row));
  if (focus) list.querySelector(`[data-id="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
  const bad = found.filter(failed).length;
  summary.textContent = found.length === 0
    ? hops.length ? "No hop fits these filters." : "Nothing has happened yet."
    : `${found.length} hop${found.length === 1 ? "" : "s"}${bad ? `, ${bad} of them failed` : ""}${found.length > SHOWN ? `; the last ${SHOWN} are shown` : ""}${paused ? " (paused)" : ""}`;
  services();
}

function services() {
  const select = form.elements.service;
  const names = [...new Set(hops.map((hop) => hop.to))].sort();
  if (names.length === select.options.length - 1) return;
  const { value } = select;
  select.replaceChildren(select.options[0], ...names.map((name) => h("option", { value: name }, name)));
  select.value = value;
}

function address() {
  const kept = new URLSearchParams([...Object.entries(filters())].filter(([, value]) => value));
  history.replaceState(null, "", `${location.pathname}${kept.size ? `?${kept}` : ""}${open ? `#${open}` : ""}`);
}

async function show(id) {
  open = id;
  const answer = await fetch(`/ledger/${encodeURIComponent(id)}.json`);
  if (!answer.ok) return hide();
  const hop = await answer.json();
  const { decision, ...facts } = hop.facts;
  drawer.replaceChildren(
    h("button", { type: "button", class: "close", "aria-label": "Close", onclick: hide }, "×"),
    h("h2", {}, hop.action),
    h("p", { class: "faint" }, `${hop.from} → ${hop.to}`),
    h("dl", { class: "facts" },
      fact("Resource", hop.resource),
      fact("Answer", hop.error ? h("span", { class: "error" }, `${hop.status} ${hop.error}`) : String(hop.status)),
      fact("Decision", decision && h("span", { class: `verdict ${decision.startsWith("allowed") ? "good" : "error"}` }, decision)),
      fact("Started", `${hop.start} (${took(hop.micros)})`),
      fact("Correlation id", h("a", { href: `/ledger?root=${encodeURIComponent(hop.root)}#${hop.id}`, title: "All hops of this story" }, hop.root)),
      Object.entries(facts).map(([name, value]) => fact(name, value))),
    ...body("Sent", hop.request),
    ...body("Answered", hop.response));
  drawer.hidden = false;
  drawer.scrollTop = 0;
  drawer.focus({ preventScroll: true });
  mark();
  address();
}

function mark() {
  for (const button of list.querySelectorAll("button")) {
    if (button.dataset.id === open) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}

function hide() {
  const was = open;
  open = "";
  drawer.hidden = true;
  mark();
  address();
  list.querySelector(`[data-id="${CSS.escape(was)}"]`)?.focus({ preventScroll: true });
}

const fact = (name, value) => (value ? [h("dt", {}, name), h("dd", {}, value)] : []);

function body(name, text) {
  if (!text) return [];
  let shown = text;
  try {
    shown = JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // It is no JSON, or was cut: as it is.
  }
  return [h("h3", {}, name), h("pre", { class: "block", tabindex: "0" }, shown)];
}

async function read() {
  if (document.hidden || paused) return;
  try {
    const tail = await (await fetch(`/ledger.json?after=${next}`)).json();
    // Fewer than before: another stage answers now.
    if (tail.next < next) hops = [];
    if (tail.next === next) return;
    next = tail.next;
    hops = hops.concat(tail.hops).slice(-KEPT);
    draw();
  } catch {
    summary.textContent = "The stage does not answer. It may have been taken down.";
  }
}

for (const [name, value] of new URLSearchParams(location.search)) {
  const field = form.elements.namedItem(name);
  if (!field) continue;
  if (name === "service") field.append(h("option", { value }, value));
  if (field.type === "checkbox") field.checked = value === "1";
  else field.value = value;
}
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", () => { address(); draw(); });
pause.addEventListener("click", () => {
  paused = !paused;
  pause.setAttribute("aria-pressed", paused);
  pause.textContent = paused ? "Go on" : "Pause";
  draw();
  read();
});
addEventListener("keydown", (event) => { if (event.key === "Escape" && open) hide(); });
addEventListener("visibilitychange", read);
await read();
draw();
if (open) show(open);
setInterval(read, 1000);
