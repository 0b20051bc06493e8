// Finds the view of the address and draws it.
import { api, cartPath } from "./api.js";
import { note, show } from "./dom.js";
import { email } from "./session.js";
import { cart, catalogue, product } from "./browse.js";
import { order, orders, signInView } from "./buy.js";

const routes = [
  [/^\/(?:category\/([^/]+))?$/, catalogue],
  [/^\/products\/([^/]+)$/, product],
  [/^\/cart$/, cart],
  [/^\/sign-in$/, signInView],
  [/^\/orders$/, orders],
  [/^\/orders\/([^/]+)$/, order],
];

async function draw() {
  const path = location.hash.replace(/^#/, "") || "/";
  for (const [pattern, view] of routes) {
    const match = pattern.exec(path);
    if (!match) continue;
    try {
      await view(match[1] && decodeURIComponent(match[1]));
    } catch (problem) {
      show("Not now", note(problem.message, true));
    }
    document.getElementById("main").focus({ preventScroll: true });
    return frame();
  }
  location.hash = "#/";
}

async function frame() {
  const account = document.getElementById("account");
  account.textContent = email() ?? "Sign in";
  account.title = email() ?? "";
  try {
    const { items } = await api("GET", cartPath());
    document.getElementById("cart-count").textContent = items.reduce((sum, item) => sum + item.quantity, 0);
  } catch {
    document.getElementById("cart-count").textContent = "0";
  }
}

addEventListener("hashchange", draw);
addEventListener("t2s:cart", frame);
// The skip link's target is no address of a view.
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("main").focus();
});
draw();
