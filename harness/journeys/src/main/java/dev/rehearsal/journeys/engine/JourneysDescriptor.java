package dev.rehearsal.journeys.engine;

import java.util.List;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;

/** The engine with the journeys that were found. */
final class JourneysDescriptor extends EngineDescriptor {

  JourneysDescriptor(UniqueId id) {
    super(id, "Journeys");
  }

  /** The journeys that are still selected. */
  List<JourneyDescriptor> journeys() {
    return getDescendants().stream()
        .filter(JourneyDescriptor.class::isInstance)
        .map(JourneyDescriptor.class::cast)
        .toList();
  }
}
