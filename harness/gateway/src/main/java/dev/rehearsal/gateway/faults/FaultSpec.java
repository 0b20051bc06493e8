package dev.rehearsal.gateway.faults;

import dev.rehearsal.cloud.call.Fault;
import dev.rehearsal.cloud.call.Hop;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A fault as it is planned.
 *
 * @param on which hops it is for
 * @param by who acts at them, as the end of a name; null for everybody
 * @param kind how it goes wrong
 * @param time how long latency lasts, a timeout keeps silent or a reordered hop waits at most; null
 *     for the kind's own
 * @param code what an error is answered with; null for the hop's own
 * @param nth the first of the fitting hops that is struck, from 1
 * @param times how many are struck from there on
 * @param chance the share of them that is struck, above 0 and up to 1
 * @param name who plans it, for the ledger
 */
public record FaultSpec(
    FaultTarget on,
    @Nullable String by,
    Fault.Kind kind,
    @Nullable Duration time,
    @Nullable String code,
    int nth,
    int times,
    double chance,
    String name) {

  private static final Set<Fault.Kind> EVERYWHERE =
      EnumSet.of(
          Fault.Kind.ERROR,
          Fault.Kind.THROTTLE,
          Fault.Kind.LATENCY,
          Fault.Kind.TIMEOUT,
          Fault.Kind.RESET,
          Fault.Kind.DROP,
          Fault.Kind.REORDER,
          Fault.Kind.RESTART_DATABASE);

  private static final Map<Hop.Kind, Set<Fault.Kind>> FURTHER =
      new EnumMap<>(
          Map.of(
              Hop.Kind.AWS,
              EnumSet.of(Fault.Kind.DUPLICATE, Fault.Kind.KILL_FUNCTION, Fault.Kind.DENY),
              Hop.Kind.SQL,
              EnumSet.of(Fault.Kind.KILL_FUNCTION),
              Hop.Kind.HTTP,
              EnumSet.of(
                  Fault.Kind.DUPLICATE,
                  Fault.Kind.KILL_FUNCTION,
                  Fault.Kind.DECLINE,
                  Fault.Kind.GARBAGE),
              Hop.Kind.INVOKE,
              EnumSet.of(Fault.Kind.DUPLICATE, Fault.Kind.KILL_FUNCTION),
              Hop.Kind.MAIL,
              EnumSet.of(Fault.Kind.DUPLICATE)));

  /** The kinds of fault that make sense at a sort of hop. */
  public static Set<Fault.Kind> kinds(Hop.Kind hop) {
    Set<Fault.Kind> kinds = EnumSet.copyOf(EVERYWHERE);
    kinds.addAll(FURTHER.getOrDefault(hop, Set.of()));
    return kinds;
  }

  /** Whether what it does is felt by others than whose hop it strikes. */
  public boolean stageWide() {
    return kind == Fault.Kind.RESTART_DATABASE || kind == Fault.Kind.KILL_FUNCTION;
  }
}
