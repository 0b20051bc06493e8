package dev.t2s.shop.notifications;

import dev.t2s.shop.domain.Money;
import dev.t2s.shop.runtime.Json;

/**
 * What customers read about an order.
 *
 * @param subject the e-mail's subject; has the order's id
 * @param plain the e-mail as text
 * @param html the e-mail as HTML
 * @param brief the text message
 */
record Text(String subject, String plain, String html, String brief) {

  static Text confirmed(String shop, Json order) {
    String id = order.text("id").orElse("");
    return of(
        "Your order " + id + " is confirmed",
        "Thank you for your order at " + shop + ". It is paid and on its way.",
        shop + ": order " + id + " is confirmed. Total " + total(order) + ".",
        shop,
        order);
  }

  static Text cancelled(String shop, Json order) {
    String id = order.text("id").orElse("");
    return of(
        "Your order " + id + " is cancelled",
        "Your order at " + shop + " is cancelled. The money goes back to your card.",
        shop + ": order " + id + " is cancelled. You get back " + total(order) + ".",
        shop,
        order);
  }

  private static Text of(String subject, String opening, String brief, String shop, Json order) {
    StringBuilder plain = new StringBuilder(opening).append("\n\n");
    StringBuilder rows = new StringBuilder();
    for (Json item : order.objects("items")) {
      String quantity = item.number("quantity").orElse(0L).toString();
      String name = item.text("name").orElse("");
      String price = money(item.object("price"));
      plain.append(quantity).append(" x ").append(name).append("  ").append(price).append('\n');
      rows.append("<tr><td>")
          .append(quantity)
          .append(" &times; ")
          .append(escape(name))
          .append("</td><td align=\"right\">")
          .append(escape(price))
          .append("</td></tr>");
    }
    String id = order.text("id").orElse("");
    plain.append("\nTotal  ").append(total(order)).append("\nOrder  ").append(id).append('\n');
    String html =
        "<!doctype html><html lang=\"en\"><body style=\"font-family:sans-serif\"><h1>"
            + escape(shop)
            + "</h1><p>"
            + escape(opening)
            + "</p><table>"
            + rows
            + "<tr><th align=\"left\">Total</th><th align=\"right\">"
            + escape(total(order))
            + "</th></tr></table><p>Order <b>"
            + escape(id)
            + "</b></p></body></html>";
    return new Text(subject, plain.toString(), html, brief);
  }

  private static String total(Json order) {
    return money(order.object("total"));
  }

  private static String money(Json money) {
    return new Money(money.number("amount").orElse(0L), money.text("currency").orElse("EUR"))
        .display();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
