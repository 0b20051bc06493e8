package dev.rehearsal.stage;

import dev.rehearsal.cloud.Debugging;
import dev.rehearsal.stage.target.ContainerSettings;
import dev.rehearsal.stage.target.Target;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to stand a platform up.
 *
 * @param project the project's folder, with {@code terraform/} and {@code platform-code/} in it
 * @param environment the Terraform environment, for example {@code dev}
 * @param workFolder where the stage keeps its files; deleted with the stage unless {@code keep}
 * @param cacheFolder the user's cache, shared by all stages
 * @param ledger where every hop is written as a JSON line; null for memory only
 * @param ports where the servers listen
 * @param authorise whether signatures and IAM policies are enforced
 * @param officialProvider whether Terraform uses the official AWS provider against the endpoint
 * @param seed where every minted id comes from
 * @param target what answers behind the gateway
 * @param containers the settings of targets with containers
 * @param debugging which functions a debugger may attach to, by their short names
 */
public record StageSettings(
    Path project,
    String environment,
    Path workFolder,
    Path cacheFolder,
    @Nullable Path ledger,
    Ports ports,
    boolean authorise,
    boolean officialProvider,
    long seed,
    Target target,
    ContainerSettings containers,
    Debugging debugging) {

  /** Settings with which no debugger attaches. */
  public StageSettings(
      Path project,
      String environment,
      Path workFolder,
      Path cacheFolder,
      @Nullable Path ledger,
      Ports ports,
      boolean authorise,
      boolean officialProvider,
      long seed,
      Target target,
      ContainerSettings containers) {
    this(
        project,
        environment,
        workFolder,
        cacheFolder,
        ledger,
        ports,
        authorise,
        officialProvider,
        seed,
        target,
        containers,
        Debugging.NONE);
  }

  /** The same with functions that a debugger may attach to. */
  public StageSettings with(Debugging debugged) {
    return new StageSettings(
        project,
        environment,
        workFolder,
        cacheFolder,
        ledger,
        ports,
        authorise,
        officialProvider,
        seed,
        target,
        containers,
        debugged);
  }

  /** The account a stage stands in: one for each environment, as on AWS. */
  public String account() {
    return switch (environment) {
      case "dev" -> "111111111111";
      case "stage" -> "222222222222";
      case "prod" -> "333333333333";
      default -> "444444444444";
    };
  }

  /** The region that every environment's {@code terraform.tfvars} names. */
  static final String REGION = "eu-west-1";

  /** How long an invocation waits for a process before it is throttled. */
  static final Duration FUNCTION_QUEUE_WAIT = Duration.ofSeconds(5);

  /**
   * How many function processes may live at once on this host: more than its processors can keep
   * busy cost memory only.
   */
  static final int FUNCTION_PROCESSES =
      Math.max(8, Math.min(16, 4 * Runtime.getRuntime().availableProcessors()));

  /**
   * Where the servers listen; 0 is any free port.
   *
   * @param aws the AWS endpoint
   * @param edge CloudFront's edge, where the shop is, as if over TLS
   * @param api API Gateway's execute-api
   * @param desk the page with shop, inbox and ledger; below 0 for none
   * @param tls the edge over TLS
   */
  public record Ports(int aws, int edge, int api, int desk, int tls) {

    /** The same with any free port for the edge over TLS. */
    public Ports(int aws, int edge, int api, int desk) {
      this(aws, edge, api, desk, 0);
    }

    /** Free ports, and no page: what a run of journeys needs. */
    public static Ports free() {
      return new Ports(0, 0, 0, -1);
    }

    /** The fixed ports of the sandbox. */
    public static Ports sandbox() {
      return new Ports(4566, 4580, 4581, 4570, 4583);
    }
  }
}
