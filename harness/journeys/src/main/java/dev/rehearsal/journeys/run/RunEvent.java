package dev.rehearsal.journeys.run;

import dev.rehearsal.journeys.language.Journey;
import dev.rehearsal.journeys.language.JourneyFile;
import java.time.Instant;
import java.util.List;

/** Something that happened in a run. */
public sealed interface RunEvent {

  /**
   * The run begins; no stage stands yet.
   *
   * @param run the run's id
   * @param journeys how many journeys will run
   * @param settings what they run with
   * @param target the target's name
   */
  record RunStarted(String run, int journeys, RunSettings settings, String target, Instant at)
      implements RunEvent {}

  /**
   * A file was read.
   *
   * @param file with its findings, of which at least one is there
   */
  record FileFound(JourneyFile file) implements RunEvent {}

  /**
   * The stage stands.
   *
   * @param target the target's name
   * @param unobserved what this target can't observe, a sentence each
   */
  record StageStood(String target, List<String> unobserved, Instant at) implements RunEvent {}

  /**
   * The stage broke: what stands on it can't go on. Told as soon as it is seen, and once.
   *
   * @param why what broke, in a sentence or two
   */
  record StageBroke(String why, Instant at) implements RunEvent {}

  /** A journey starts. */
  record JourneyStarted(Journey journey, Instant at) implements RunEvent {}

  /** A step ended or was skipped. */
  record StepFinished(Journey journey, StepResult result) implements RunEvent {}

  /** A journey ended. */
  record JourneyFinished(JourneyResult result) implements RunEvent {}

  /** All journeys ended, and the platform's dashboards were looked at. */
  record DashboardsRead(List<Dashboard> dashboards, Instant at) implements RunEvent {}

  /** The run ended, and the stage is down where the run had stood it up. */
  record RunFinished(RunSummary summary, Instant at) implements RunEvent {}
}
