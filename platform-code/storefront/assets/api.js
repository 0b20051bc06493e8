// The shop's API, at the page's own address.
import { guest, signOut, token } from "./session.js";

export class Problem extends Error {
  constructor(status, body) {
    super(body.detail ?? body.message ?? "The shop does not answer. Try again in a moment.");
    this.status = status;
    this.code = body.code;
    this.body = body;
  }
}

export async function api(method, path, { body, headers = {} } = {}) {
  const all = { "x-guest-session": guest(), ...headers };
  if (body !== undefined) all["content-type"] = "application/json";
  if (token()) all.authorization = `Bearer ${token()}`;
  const answer = await fetch(`/api${path}`, { method, headers: all, body: body === undefined ? undefined : JSON.stringify(body) });
  const text = await answer.text();
  let result = {};
  try {
    result = text ? JSON.parse(text) : {};
  } catch {
    // Not the API's own answer: the status says enough.
  }
  if (answer.status === 401) signOut();
  if (!answer.ok) throw new Problem(answer.status, result);
  return result;
}

export const cartPath = () => (token() ? "/cart" : "/guest/cart");
