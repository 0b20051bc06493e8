// Looking around: the catalogue, a product, the cart.
import { api, cartPath } from "./api.js";
import { h, main, money, note, picture, show } from "./dom.js";
import { token } from "./session.js";
import { buyForm } from "./buy.js";

export async function catalogue(category) {
  const { products, categories } = await api("GET", category ? `/products?category=${encodeURIComponent(category)}` : "/products");
  const tabs = categories.length > 1 && h("nav", { class: "tabs", "aria-label": "Categories" },
    h("a", { href: "#/", "aria-current": !category && "page" }, "All"),
    categories.map((each) => h("a", { href: `#/category/${encodeURIComponent(each)}`, "aria-current": each === category && "page" }, each)));
  show("Good things", h("h1", {}, "Good things, sent to your door"), tabs,
    products.length ? h("ul", { class: "grid", "data-testid": "products" }, products.map(card)) : note("The shelves are empty just now."));
}

function card(product) {
  const link = `#/products/${encodeURIComponent(product.sku)}`;
  return h("li", { class: "card product", "data-testid": "product-card", "data-sku": product.sku },
    h("a", { href: link, tabindex: "-1", "aria-hidden": "true" }, picture(product)),
    h("div", { class: "words" },
      h("h2", {}, h("a", { href: link, "data-testid": "product-link" }, product.name)),
      h("span", { class: "price", "data-testid": "product-price" }, money(product.price)),
      h("span", { class: "soft" }, stock(product)),
      addButton(product)));
}

export async function product(sku) {
  const found = await api("GET", `/products/${encodeURIComponent(sku)}`);
  show(found.name, h("article", { class: "detail", "data-testid": "product-detail" },
    h("div", { class: "card" }, picture(found)),
    h("div", {},
      h("h1", {}, found.name),
      h("p", {}, found.description),
      h("p", { class: "price total", "data-testid": "product-price" }, money(found.price)),
      h("p", { class: "soft", "data-testid": "product-stock" }, stock(found)),
      addButton(found))));
}

const stock = ({ available }) => (available === 0 ? "Sold out" : available < 5 ? `Only ${available} left` : "In stock");

function addButton(product) {
  return h("button", {
    "data-testid": "add-to-cart",
    "aria-label": `Add ${product.name} to cart`,
    disabled: product.available === 0,
    async onclick(event) {
      const button = event.currentTarget;
      button.disabled = true;
      try {
        const { items } = await api("GET", cartPath());
        const quantity = Math.min(99, (items.find((item) => item.sku === product.sku)?.quantity ?? 0) + 1);
        await put(product.sku, quantity);
        button.textContent = "Added";
      } catch (problem) {
        main().prepend(note(problem.message, true));
      }
      button.disabled = false;
    },
  }, "Add to cart");
}

async function put(sku, quantity) {
  await api("PUT", `${cartPath()}/items/${encodeURIComponent(sku)}`, { body: { quantity } });
  dispatchEvent(new Event("t2s:cart"));
}

export async function cart() {
  const { items, total } = await api("GET", cartPath());
  if (!items.length) {
    show("Cart", h("h1", {}, "Your cart"), h("p", { "data-testid": "cart-empty" }, "Nothing in it yet."), h("a", { class: "button", href: "#/" }, "Look around"));
    return;
  }
  const moved = items.filter((item) => item.seenPrice);
  show("Cart", h("h1", {}, "Your cart"),
    moved.length > 0 && priceNote(moved),
    h("ul", { class: "rows", "data-testid": "cart-lines" }, items.map(line)),
    h("p", { class: "total" }, "Total ", h("span", { class: "price", "data-testid": "cart-total" }, money(total))),
    token() ? buyForm() : h("a", { class: "button", href: "#/sign-in", "data-testid": "sign-in-to-buy" }, "Sign in to buy"));
}

function priceNote(moved) {
  return h("div", { class: "note bad", role: "alert", "data-testid": "price-changed" },
    h("p", {}, moved.map((item) => `${item.name} was ${money(item.seenPrice)} and is ${money(item.price)} now.`).join(" ")),
    h("button", { "data-testid": "accept-prices", async onclick() {
      for (const item of moved) await put(item.sku, item.quantity);
      await cart();
    } }, "Accept the new prices"));
}

function line(item) {
  return h("li", { "data-testid": "cart-line", "data-sku": item.sku },
    h("span", { class: "name" }, item.name),
    h("input", {
      type: "number", min: "1", max: "99", value: item.quantity, "aria-label": `Quantity of ${item.name}`, "data-testid": "quantity",
      async onchange(event) {
        try {
          await put(item.sku, Number(event.target.value));
          await cart();
        } catch (problem) {
          main().prepend(note(problem.message, true));
        }
      },
    }),
    h("span", { class: "price" }, money(item.price)),
    h("button", { class: "quiet", "aria-label": `Remove ${item.name}`, "data-testid": "remove", async onclick() {
      await api("DELETE", `${cartPath()}/items/${encodeURIComponent(item.sku)}`);
      dispatchEvent(new Event("t2s:cart"));
      await cart();
    } }, "Remove"));
}
