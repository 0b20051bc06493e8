package dev.rehearsal.journeys.language;

import dev.rehearsal.gateway.faults.FaultSpec;
import dev.rehearsal.journeys.findings.SourceSpan;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One step of a journey. */
public sealed interface Step {

  /** Where it is written. */
  SourceSpan at();

  /** What a line of a report calls it. */
  String title();

  /** Opens a page of the shop. */
  record Browse(SourceSpan at, Request request, Answer answer, List<Request.Capture> captures)
      implements Step {
    @Override
    public String title() {
      return "browse " + request.target().source();
    }
  }

  /**
   * Calls the shop's API.
   *
   * @param customer who is signed in; null for a guest
   * @param chain all that must happen behind it; null where nothing is said
   */
  record Api(
      SourceSpan at,
      Request request,
      @Nullable String customer,
      Answer answer,
      List<Request.Capture> captures,
      @Nullable Chain chain)
      implements Step {
    @Override
    public String title() {
      return request.title() + (customer == null ? "" : " as " + customer);
    }
  }

  /**
   * Several customers send the same request at the same moment.
   *
   * @param customers who; a name may stand there twice
   * @param outcomes what is expected of the answers, in whatever order they come
   */
  record Race(SourceSpan at, Request request, List<String> customers, List<Answer> outcomes)
      implements Step {
    @Override
    public String title() {
      return "race " + request.title() + " as " + String.join(", ", customers);
    }
  }

  /**
   * One visitor sends the same request many times, one after the other.
   *
   * @param times how many times
   * @param answer what is expected of the last answer
   */
  record Flood(SourceSpan at, Request request, int times, Answer answer) implements Step {

    /** More requests than this would measure the machine. */
    static final int MOST = 5_000;

    @Override
    public String title() {
      return "flood " + request.title() + " x" + times;
    }
  }

  /** Waits until all expectations hold at once. */
  record Eventually(SourceSpan at, Duration within, List<Expectation> expectations)
      implements Step {
    @Override
    public String title() {
      return "eventually "
          + String.join(", ", expectations.stream().map(Expectation::key).distinct().toList());
    }
  }

  /**
   * The shop's staff changes products.
   *
   * @param changes what changes, by the product's name in the journey
   */
  record Products(SourceSpan at, Map<String, Change> changes) implements Step {
    @Override
    public String title() {
      return "products " + String.join(", ", changes.keySet()) + " change";
    }

    /** A product's new price and stock; null for what stays. */
    public record Change(@Nullable Money price, @Nullable Integer available) {}
  }

  /**
   * An operator invokes a function and waits for it.
   *
   * @param function its short name
   * @param payload what it is given
   * @param result of what it answers; null where nothing is expected but success
   */
  record Invoke(SourceSpan at, String function, Value payload, @Nullable Check result)
      implements Step {
    @Override
    public String title() {
      return "invoke " + function;
    }
  }

  /**
   * A viewer shakes hands with the edge, and no more.
   *
   * @param protocol the one version of TLS that is offered, such as {@code TLSv1.2}
   * @param name the name asked for; null for none
   */
  record Handshake(
      SourceSpan at,
      String protocol,
      @Nullable Template name,
      Answer answer,
      List<Request.Capture> captures)
      implements Step {

    /** The versions that can be offered. */
    static final List<String> PROTOCOLS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

    @Override
    public String title() {
      return "handshake " + protocol + (name == null ? "" : " with " + name.source());
    }
  }

  /** From here on something goes wrong at a hop of this journey. */
  record Fault(SourceSpan at, FaultSpec spec) implements Step {
    @Override
    public String title() {
      return "fault " + spec.kind().text() + " on " + spec.on().text();
    }
  }

  /** The database restarts now. */
  record RestartDatabase(SourceSpan at) implements Step {
    @Override
    public String title() {
      return "fault restart-database";
    }
  }

  /**
   * An operator calls AWS, as the account's administrator or with another access key.
   *
   * @param operation {@code service:Operation}, as the catalogue has it
   * @param region the region asked; null for the stage's own
   * @param members the request's members by AWS's own names
   * @param credentials the access key to sign with, as IAM and STS answer it; null for the
   *     administrator's
   * @param answer what is expected; success where nothing is
   * @param already errors by which AWS says that it is so already, as good as success
   */
  record Aws(
      SourceSpan at,
      String operation,
      @Nullable String region,
      Value members,
      @Nullable Value credentials,
      @Nullable Answer answer,
      List<Request.Capture> captures,
      Set<String> already)
      implements Step {
    @Override
    public String title() {
      return "aws " + operation;
    }
  }

  /**
   * Lets time pass at once, for what follows the stage's clock.
   *
   * @param by how far the clock leaps
   */
  record Clock(SourceSpan at, Duration by) implements Step {
    @Override
    public String title() {
      return "clock +" + by.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A step with one row of its table.
   *
   * @param step the step
   * @param row the row's values by column
   */
  record Row(Step step, Map<String, Value> row) implements Step {
    @Override
    public SourceSpan at() {
      return step.at();
    }

    @Override
    public String title() {
      return step.title() + " " + row;
    }
  }

  /**
   * A visitor opens a page in a real browser, or goes on in the one that is open, and uses it.
   *
   * @param path the page; null for the one that is open
   * @param width the window's width in pixels
   * @param actions what the visitor does, in order
   * @param text what is expected of the texts of elements, by CSS selector
   * @param places where each of these is written
   */
  record Page(
      SourceSpan at,
      @Nullable Template path,
      int width,
      List<Action> actions,
      Map<String, Check> text,
      Map<String, SourceSpan> places)
      implements Step {

    @Override
    public String title() {
      return "page " + (path == null ? "." : path.source());
    }

    /** Something a visitor does to an element that a CSS selector finds. */
    public sealed interface Action {

      /** The element. */
      String selector();

      /** Where it is written. */
      SourceSpan at();
    }

    /** A click. */
    public record Click(String selector, SourceSpan at) implements Action {}

    /** A field filled in. */
    public record Fill(String selector, Template text, SourceSpan at) implements Action {}
  }
}
