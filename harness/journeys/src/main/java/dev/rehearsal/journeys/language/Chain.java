package dev.rehearsal.journeys.language;

import dev.rehearsal.journeys.findings.SourceSpan;
import java.util.List;

/**
 * All that functions must call, and nothing else: the one that answers an API request, in this
 * order; or one that works behind it, in any order.
 *
 * @param at where it is written
 * @param ways how the request or the event reaches the function
 * @param calls what the function calls
 */
public record Chain(SourceSpan at, List<Way> ways, List<Call> calls) {

  /** A way through the street, {@code cloudfront -> apigateway -> lambda:checkout}. */
  public record Way(SourceSpan at, List<String> places) {}

  /**
   * One call: {@code dynamodb:Query on carts}, {@code rds: INSERT orders}, {@code http: POST
   * payments/charges}.
   *
   * @param what the AWS action, {@code rds} or {@code http}
   * @param on the resources' short names in any order, none for any; the statement; the request
   * @param mark what else is said of it
   */
  public record Call(SourceSpan at, String what, List<String> on, Mark mark) {

    /** The call as a journey writes it. */
    public String text() {
      String names = String.join(", ", on);
      String call =
          what.equals("rds") || what.equals("http")
              ? what + ": " + names
              : names.isEmpty() ? what : what + " on " + names;
      return call + mark.written();
    }
  }

  /** What is said of a call behind its name. */
  public enum Mark {
    /** It is made, and answered without an error. */
    NONE(""),

    /** Only a function that has just started makes it, so that it may be missing. */
    COLD(" (cold)"),

    /** It is made, and answered with an error. */
    REFUSED(" (refused)"),

    /** It is made any number of times, for others' sake too. */
    ANY(" (any)");

    private final String written;

    Mark(String written) {
      this.written = written;
    }

    /** The mark as a journey writes it. */
    public String written() {
      return written;
    }
  }
}
