// Signing in, buying, and what became of it.
import { api } from "./api.js";
import { h, main, money, note, show } from "./dom.js";
import { confirm, email, signIn, signOut, signUp, token } from "./session.js";

const CARDS = [["tok_visa", "Test Visa: works"], ["tok_declined", "Declined card"], ["tok_timeout", "Card that takes too long"]];

export function buyForm() {
  // One key a purchase: a click that is repeated after a failure is the same purchase.
  let key = crypto.randomUUID();
  const card = h("select", { "data-testid": "card" }, CARDS.map(([value, label]) => h("option", { value }, label)));
  const buy = h("button", { "data-testid": "buy" }, "Buy now");
  return h("form", {
    "data-testid": "buy-form",
    async onsubmit(event) {
      event.preventDefault();
      buy.disabled = true;
      try {
        const placed = await api("POST", "/orders", { headers: { "idempotency-key": key }, body: { payment: { token: card.value } } });
        location.hash = `#/orders/${placed.id}`;
      } catch (problem) {
        // Only where nothing was decided does the same key make sense again.
        if (problem.status && problem.status < 500 && problem.code !== "IN_PROGRESS") key = crypto.randomUUID();
        document.querySelectorAll("[data-testid=error]").forEach((old) => old.remove());
        event.target.prepend(note(problem.message, true));
      }
      buy.disabled = false;
    },
  }, h("label", {}, "Card", card), buy);
}

export function signInView() {
  if (token()) {
    show("Account", h("h1", {}, "You are signed in"), h("p", { "data-testid": "signed-in-as" }, email()),
      h("button", { class: "quiet", "data-testid": "sign-out", onclick() { signOut(); location.hash = "#/"; } }, "Sign out"));
    return;
  }
  show("Sign in", h("div", { class: "two" },
    h("section", {}, h("h1", {}, "Sign in"), credentials("sign-in", "Sign in", false, enter)),
    h("section", {}, h("h1", {}, "New here?"), credentials("sign-up", "Make an account", true, register))));
}

async function enter({ username, password }) {
  const factor = await signIn(username, password);
  if (!factor) return arrive();
  const code = h("input", { required: true, inputmode: "numeric", autocomplete: "one-time-code", "data-testid": "factor-code" });
  show("Second factor", h("h1", {}, "The code of your app"), guarded("factor", async () => {
    await factor(code.value.trim());
    await arrive();
  }, h("label", {}, "Code", code), h("button", { "data-testid": "factor" }, "Sign in")));
}

async function arrive() {
  // The first signed-in call takes the guest's cart along.
  const { items } = await api("GET", "/cart");
  location.hash = items.length ? "#/cart" : "#/";
}

async function register(given) {
  if (await signUp(given.username, given.password, given.phone)) return enter(given);
  const code = h("input", { required: true, inputmode: "numeric", autocomplete: "one-time-code", "data-testid": "confirm-code" });
  show("Confirm", h("h1", {}, "We sent you a code"), guarded("confirm", async () => {
    await confirm(given.username, code.value.trim());
    await enter(given);
  }, h("label", {}, "Code", code), h("button", { "data-testid": "confirm" }, "Confirm")));
}

function credentials(id, label, isNew, submit) {
  const field = (name, type, more) => h("input", { type, name, "data-testid": `${id}-${name}`, ...more });
  const username = field("email", "email", { required: true, autocomplete: "username" });
  const password = field("password", "password", { required: true, autocomplete: isNew ? "new-password" : "current-password" });
  const phone = field("phone", "tel", { autocomplete: "tel", pattern: "\\+[1-9][0-9]{6,14}", placeholder: "+49…" });
  return guarded(id, () => submit({ username: username.value.trim(), password: password.value, phone: phone.value.trim() }),
    h("label", {}, "E-mail", username),
    h("label", {}, "Password", password),
    isNew && h("label", {}, "Mobile, for a text message (optional)", phone),
    h("button", { "data-testid": id }, label));
}

function guarded(id, submit, ...children) {
  return h("form", {
    "data-testid": `${id}-form`,
    async onsubmit(event) {
      event.preventDefault();
      const form = event.currentTarget;
      form.querySelectorAll("[data-testid=error]").forEach((old) => old.remove());
      try {
        await submit();
      } catch (problem) {
        form.prepend(note(problem.message, true));
      }
    },
  }, ...children);
}

const WORDS = {
  PENDING: "Your payment is not known yet. We will tell you by e-mail.",
  CONFIRMED: "Thank you. It is paid, and a confirmation is on its way to you.",
  DECLINED: "The card was declined. Nothing was charged.",
  FAILED: "The order came to nothing. Nothing was charged.",
  CANCELLED: "The order is cancelled. The money goes back to your card.",
};

export async function order(id) {
  const found = await api("GET", `/orders/${encodeURIComponent(id)}`);
  show("Order", h("h1", {}, "Your order"),
    note(WORDS[found.state], found.state === "DECLINED" || found.state === "FAILED"),
    h("p", {}, "Order ", h("strong", { "data-testid": "order-id" }, found.id), " ", state(found)),
    h("ul", { class: "rows" }, found.items.map((item) => h("li", {},
      h("span", { class: "name" }, `${item.quantity} × ${item.name}`), h("span", { class: "price" }, money(item.price))))),
    h("p", { class: "total" }, "Total ", h("span", { class: "price", "data-testid": "order-total" }, money(found.total))),
    found.state === "CONFIRMED" && h("button", { class: "quiet", "data-testid": "cancel-order", async onclick() {
      try {
        await api("POST", `/orders/${encodeURIComponent(id)}/cancel`);
        await order(id);
      } catch (problem) {
        main().prepend(note(problem.message, true));
      }
    } }, "Cancel this order"));
}

export async function orders() {
  if (!token()) {
    location.hash = "#/sign-in";
    return;
  }
  const { orders: list } = await api("GET", "/orders");
  show("Orders", h("h1", {}, "Your orders"),
    list.length
      ? h("ul", { class: "rows", "data-testid": "orders" }, list.map((each) => h("li", { "data-testid": "order-row" },
        h("a", { class: "name", href: `#/orders/${each.id}` }, each.id),
        h("span", { class: "soft" }, new Date(each.placedAt).toLocaleString()), state(each), h("span", { class: "price" }, money(each.total)))))
      : h("p", {}, "None yet."));
}

const state = ({ state: is }) => h("span", { class: "state", "data-testid": "order-status" }, is);
