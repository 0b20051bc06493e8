package dev.rehearsal.gateway.faults;

import dev.rehearsal.cloud.call.Faults;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.gateway.ShortName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which hops a fault is for. */
public sealed interface FaultTarget {

  /** Whether a hop that is about to happen is one of them. */
  boolean fits(Faults.Point point);

  /** What sort of hop it is for. */
  Hop.Kind kind();

  /** The target as plans and journeys write it. */
  String text();

  /**
   * Reads a target as plans and journeys write it: {@code dynamodb:Query on carts}, {@code rds:
   * INSERT orders}, {@code http: POST payments/charges}, {@code sqs -> lambda:notifications} or
   * {@code ses -> inbox}. A {@code *} stands for any operation, statement or request.
   *
   * @return empty where the text is none of these
   */
  static Optional<FaultTarget> parse(String text) {
    Matcher call = Call.FORM.matcher(text);
    if (call.matches()) {
      List<String> on =
          call.group(3) == null ? List.of() : Arrays.asList(call.group(3).split(", ", -1));
      return Optional.of(new Call(call.group(1), call.group(2), on));
    }
    Matcher sql = Statement.FORM.matcher(text);
    if (sql.matches()) {
      return Optional.of(new Statement(sql.group(1)));
    }
    Matcher http = Request.FORM.matcher(text);
    if (http.matches()) {
      return Optional.of(new Request(http.group(1), http.group(2)));
    }
    Matcher way = Way.FORM.matcher(text);
    return way.matches() ? Optional.of(new Way(way.group(1), way.group(2))) : Optional.empty();
  }

  /**
   * An AWS call.
   *
   * @param service the prefix of IAM's actions
   * @param operation AWS's name, or {@code *}
   * @param on short names of resources, all of which it must name
   */
  record Call(String service, String operation, List<String> on) implements FaultTarget {

    private static final Pattern FORM =
        Pattern.compile("([a-z0-9-]+):([A-Z]\\w+|\\*)(?: on (\\S+(?:, \\S+)*))?");

    @Override
    public boolean fits(Faults.Point point) {
      return point.kind() == Hop.Kind.AWS
          && point.to().equals(service)
          && (operation.equals("*") || point.action().equals(service + ":" + operation))
          && on.stream()
              .allMatch(
                  name ->
                      point.resources().stream()
                          .anyMatch(full -> ShortName.fits(name, ShortName.last(full))));
    }

    @Override
    public Hop.Kind kind() {
      return Hop.Kind.AWS;
    }

    @Override
    public String text() {
      return service + ":" + operation + (on.isEmpty() ? "" : " on " + String.join(", ", on));
    }
  }

  /**
   * A statement in the database.
   *
   * @param what its words, such as {@code INSERT orders} or {@code COMMIT}, or {@code *}
   */
  record Statement(String what) implements FaultTarget {

    private static final Pattern FORM = Pattern.compile("rds: (\\*|[A-Z]+(?: \\w+)?)");

    @Override
    public boolean fits(Faults.Point point) {
      return point.kind() == Hop.Kind.SQL && (what.equals("*") || point.action().equals(what));
    }

    @Override
    public Hop.Kind kind() {
      return Hop.Kind.SQL;
    }

    @Override
    public String text() {
      return "rds: " + what;
    }
  }

  /**
   * A request to a server outside AWS.
   *
   * @param method the method, or {@code *}
   * @param where the server's name and the path
   */
  record Request(String method, String where) implements FaultTarget {

    private static final Pattern FORM = Pattern.compile("http: (\\*|[A-Z]+) ([\\w.-]+/\\S*)");

    @Override
    public boolean fits(Faults.Point point) {
      int space = point.action().indexOf(' ');
      return point.kind() == Hop.Kind.HTTP
          && space > 0
          && (method.equals("*") || point.action().substring(0, space).equals(method))
          && where.equals(point.to() + point.action().substring(space + 1));
    }

    @Override
    public Hop.Kind kind() {
      return Hop.Kind.HTTP;
    }

    @Override
    public String text() {
      return "http: " + method + " " + where;
    }
  }

  /**
   * A function's invocation, or a mail's delivery.
   *
   * @param from who acts
   * @param to a function as {@code lambda:name}, or {@code inbox}
   */
  record Way(String from, String to) implements FaultTarget {

    private static final Pattern FORM = Pattern.compile("([\\w-]+) -> (lambda:[\\w-]+|inbox)");

    @Override
    public boolean fits(Faults.Point point) {
      return point.kind() == kind()
          && ShortName.fits(from, point.from())
          && (to.equals("inbox") || ShortName.fits(name(to), name(point.to())));
    }

    @Override
    public Hop.Kind kind() {
      return to.equals("inbox") ? Hop.Kind.MAIL : Hop.Kind.INVOKE;
    }

    @Override
    public String text() {
      return from + " -> " + to;
    }

    private static String name(String place) {
      return place.startsWith("lambda:") ? place.substring("lambda:".length()) : place;
    }
  }
}
