package dev.rehearsal.journeys.language;

import dev.rehearsal.journeys.findings.SourceSpan;
import java.util.List;

/**
 * All that an API request must cause in the function that answers it, in this order, and nothing
 * else.
 *
 * @param at where it is written
 * @param ways how the request reaches the function
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
   * @param cold whether only a function that has just started makes it, so that it may be missing
   */
  public record Call(SourceSpan at, String what, List<String> on, boolean cold) {

    /** The call as a journey writes it. */
    public String text() {
      String names = String.join(", ", on);
      String call =
          what.equals("rds") || what.equals("http")
              ? what + ": " + names
              : names.isEmpty() ? what : what + " on " + names;
      return cold ? call + " (cold)" : call;
    }
  }
}
