// Makes elements. Texts go in as text nodes: nothing a product is called can become markup.
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== false));
  return element;
}

export const main = () => document.getElementById("main");

export function show(title, ...children) {
  document.title = `${title} · T2S Shop`;
  main().replaceChildren(...children.flat().filter(Boolean));
}

export function note(text, bad = false) {
  return h("p", { class: bad ? "note bad" : "note", role: bad ? "alert" : "status", "data-testid": bad ? "error" : "note" }, text);
}

export function money({ amount, currency }) {
  const format = new Intl.NumberFormat(document.documentElement.lang, { style: "currency", currency });
  return format.format(amount / 10 ** format.resolvedOptions().maximumFractionDigits);
}

export function picture(product) {
  if (product.image) return h("img", { class: "tile", src: product.image, alt: "", loading: "lazy" });
  const tone = [...product.sku].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 4;
  return h("div", { class: `tile tone${tone}`, "aria-hidden": "true" }, product.name.slice(0, 1).toUpperCase());
}
