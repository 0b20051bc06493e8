package dev.rehearsal.journeys.engine;

import dev.rehearsal.journeys.findings.Finding;
import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.run.JourneyFiles;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.platform.engine.DiscoveryIssue;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.DirectorySelector;
import org.junit.platform.engine.discovery.FileSelector;
import org.junit.platform.engine.discovery.UniqueIdSelector;

/** Finds the journeys that a request selects by files, folders or unique ids. */
final class Discovery {

  private static final String SEGMENT = "journey";

  private final EngineDiscoveryRequest request;
  private final JourneysDescriptor root;

  Discovery(EngineDiscoveryRequest request, JourneysDescriptor root) {
    this.request = request;
    this.root = root;
  }

  void discover() {
    List<Path> paths = new ArrayList<>();
    for (FileSelector each : request.getSelectorsByType(FileSelector.class)) {
      if (each.getRawPath().endsWith(JourneyFile.SUFFIX)) {
        paths.add(each.getPath());
      }
    }
    request.getSelectorsByType(DirectorySelector.class).forEach(each -> paths.add(each.getPath()));
    for (UniqueIdSelector each : request.getSelectorsByType(UniqueIdSelector.class)) {
      UniqueId.Segment last = each.getUniqueId().getLastSegment();
      if (each.getUniqueId().hasPrefix(root.getUniqueId()) && last.getType().equals(SEGMENT)) {
        paths.add(Path.of(last.getValue()));
      }
    }
    try {
      JourneyFiles.read(paths).forEach(this::add);
    } catch (NoSuchFileException missing) {
      issue(
          DiscoveryIssue.create(
              DiscoveryIssue.Severity.ERROR,
              missing.getFile() + " is neither a journey's file nor a folder of journeys."));
    } catch (IOException unreadable) {
      issue(
          DiscoveryIssue.create(
              DiscoveryIssue.Severity.ERROR, "A journey can't be read: " + unreadable));
    }
  }

  private void add(JourneyFile file) {
    UniqueId id = root.getUniqueId().append(SEGMENT, file.source().path().toString());
    JourneyDescriptor journey = new JourneyDescriptor(id, file);
    root.addChild(journey);
    // Errors fail the journey's own test: an issue of that severity would keep all others from it.
    for (Finding finding : file.findings()) {
      if (!finding.isError()) {
        issue(
            DiscoveryIssue.builder(DiscoveryIssue.Severity.INFO, finding.format())
                .source(journey.getSource())
                .build());
      }
    }
  }

  private void issue(DiscoveryIssue issue) {
    request.getDiscoveryListener().issueEncountered(root.getUniqueId(), issue);
  }
}
