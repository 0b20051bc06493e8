package dev.rehearsal.benchmarks;

import java.util.Arrays;
import java.util.List;

/** Chooses a benchmark. */
public final class Main {

  private static final String HELP =
      """
      Usage: benchmarks/run street [RUNS]             stand-up, apply, memory of whole processes
             benchmarks/run targets [RUNS]            the same journeys on embedded and on containers, in turn
             benchmarks/run journey [RUNS]            the warm buy journey and the cold function
             benchmarks/run parallel [N [AT-ONCE]]    N journeys one by one and at the same time
             benchmarks/run watch [RUNS]              what ./rehearse watch takes for a saved journey, function, Terraform
             benchmarks/run calls NAME=URL [NAME=URL] AWS calls a second, of endpoints in turn
             benchmarks/run gateway                   what recording and authorisation add to a call

      Examples:
        benchmarks/run street 5
        benchmarks/run calls rehearsal=http://127.0.0.1:4566 other=http://127.0.0.1:4567
      """;

  private Main() {}

  /** Runs what the first argument names. */
  public static void main(String[] arguments) throws Exception {
    List<String> rest =
        Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length);
    switch (arguments.length == 0 ? "" : arguments[0]) {
      case "street" -> StreetBenchmark.run(count(rest, 5));
      case "targets" -> TargetBenchmark.run(count(rest, 3));
      case "journey" -> JourneyBenchmark.run(count(rest, 20));
      case "watch" -> WatchBenchmark.run(count(rest, 5));
      case "calls" -> CallBenchmark.run(rest);
      case "gateway" -> GatewayBenchmark.run();
      case "nothing" -> Nothing.serve(); // For the benchmark of calls, which starts it.
      default -> {
        System.out.print(HELP);
        System.exit(arguments.length > 0 && arguments[0].equals("--help") ? 0 : 2);
      }
    }
    System.exit(0);
  }

  private static int count(List<String> arguments, int usual) {
    return arguments.isEmpty() ? usual : Integer.parseInt(arguments.get(0));
  }
}
