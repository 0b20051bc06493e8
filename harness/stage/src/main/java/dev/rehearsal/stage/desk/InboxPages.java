package dev.rehearsal.stage.desk;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.cloud.http.HttpResponse;
import dev.rehearsal.cloud.inbox.Inbox;
import dev.rehearsal.cloud.inbox.Message;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What customers received. A message's number is its place in the inbox, from 1. */
final class InboxPages {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A mail's HTML is a stranger's: no script, no request, no way out of its frame. */
  private static final String MAIL_POLICY =
      "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none';"
          + " base-uri 'none'; frame-ancestors 'self'";

  private static final Pattern LINK = Pattern.compile("https?://[^\\s\"'<>\\\\)]+");

  private final Inbox inbox;
  private final Layout layout;

  InboxPages(Inbox inbox, Layout layout) {
    this.inbox = inbox;
    this.layout = layout;
  }

  HttpResponse list() {
    List<Message> messages = inbox.messages();
    return layout.page(
        200,
        "Inbox",
        "/inbox",
        body -> {
          body.leaf("h1", "Inbox");
          if (messages.isEmpty()) {
            body.leaf(
                "p",
                "Nobody has received anything yet. Every e-mail and text message that the shop sends"
                    + " arrives here.",
                "class",
                "faint");
          }
          body.in(
              "ol",
              rows -> {
                for (int number = messages.size(); number > 0; number--) {
                  row(rows, number, messages.get(number - 1));
                }
              },
              "class",
              "messages",
              "data-count",
              String.valueOf(messages.size()));
        },
        "/inbox.js");
  }

  private static void row(Html rows, int number, Message message) {
    boolean sms = message.channel() == Message.Channel.SMS;
    rows.in(
        "li",
        item ->
            item.in(
                "a",
                link -> {
                  link.leaf("span", sms ? "SMS" : "E-mail", "class", "tag");
                  link.leaf("span", message.to(), "class", "who");
                  link.in(
                      "span",
                      words -> {
                        if (!message.subject().isBlank()) {
                          words.leaf("strong", message.subject()).text(" ");
                        }
                        words.leaf("span", start(message.text()), "class", "faint");
                      },
                      "class",
                      "words");
                  time(link, message);
                },
                "href",
                "/inbox/" + number,
                "data-testid",
                "message"));
  }

  private static void time(Html html, Message message) {
    String time = message.received().toString();
    html.leaf("time", time, "datetime", time);
  }

  private static String start(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= 140 ? line : line.substring(0, 140) + "…";
  }

  HttpResponse json() {
    List<Message> messages = inbox.messages();
    ArrayNode all = JSON.createArrayNode();
    for (int number = messages.size(); number > 0; number--) {
      Message message = messages.get(number - 1);
      ObjectNode one = all.addObject();
      one.put("number", number);
      one.put("channel", message.channel().name());
      one.put("from", message.from());
      one.put("to", message.to());
      one.put("subject", message.subject());
      one.put("text", message.text());
      one.put("html", message.html());
      one.put("received", message.received().toString());
    }
    return DeskHandler.json(all.toString());
  }

  /** {@code 3}: the page of a message; {@code 3/html}: the HTML it came with. */
  Optional<HttpResponse> message(String rest) {
    boolean html = rest.endsWith("/html");
    String digits = html ? rest.substring(0, rest.length() - "/html".length()) : rest;
    List<Message> messages = inbox.messages();
    int number;
    try {
      number = Integer.parseInt(digits);
    } catch (NumberFormatException none) {
      return Optional.empty();
    }
    if (number < 1 || number > messages.size()) {
      return Optional.empty();
    }
    Message message = messages.get(number - 1);
    return Optional.of(html ? content(message) : page(number, message));
  }

  private static HttpResponse content(Message message) {
    HttpResponse response = HttpResponse.of(200, "text/html; charset=utf-8", message.html());
    response.headers().set("content-security-policy", MAIL_POLICY);
    return response;
  }

  private HttpResponse page(int number, Message message) {
    boolean sms = message.channel() == Message.Channel.SMS;
    String title = sms ? "Text message to " + message.to() : message.subject();
    return layout.page(
        200,
        title,
        "/inbox",
        body -> {
          body.in("p", back -> back.leaf("a", "← Inbox", "href", "/inbox"));
          body.leaf("h1", title.isBlank() ? "(no subject)" : title);
          body.in(
              "dl",
              list -> {
                list.leaf("dt", "From").leaf("dd", message.from());
                list.leaf("dt", "To").leaf("dd", message.to());
                list.leaf("dt", "Received").in("dd", when -> time(when, message));
              },
              "class",
              "facts");
          if (!message.html().isBlank()) {
            body.leaf("h2", "As the mail shows it");
            body.leaf(
                "iframe",
                "",
                "class",
                "mail",
                "sandbox",
                "",
                "title",
                "The mail's HTML",
                "src",
                "/inbox/" + number + "/html");
            body.leaf("h2", "Text");
          }
          body.leaf("pre", message.text(), "class", sms ? "bubble" : "letter");
          links(body, message);
        });
  }

  /** The frame lets nobody follow a link, so the links are listed beside it. */
  private static void links(Html body, Message message) {
    Set<String> links = new LinkedHashSet<>();
    Matcher found = LINK.matcher(message.text() + "\n" + message.html().replace("&amp;", "&"));
    while (found.find()) {
      links.add(found.group().replaceFirst("[.,;:!?]+$", ""));
    }
    if (links.isEmpty()) {
      return;
    }
    body.leaf("h2", "Links");
    body.in(
        "ul",
        list -> {
          for (String link : links) {
            list.in(
                "li",
                item ->
                    item.leaf(
                        "a", link, "href", link, "target", "_blank", "rel", "noopener noreferrer"));
          }
        },
        "class",
        "links");
  }
}
