package dev.rehearsal.journeys.engine;

import dev.rehearsal.journeys.findings.SourceSpan;
import dev.rehearsal.journeys.language.Journey;
import dev.rehearsal.journeys.language.JourneyFile;
import java.util.Set;
import java.util.TreeSet;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.FilePosition;
import org.junit.platform.engine.support.descriptor.FileSource;

/** A journey as a test. */
final class JourneyDescriptor extends AbstractTestDescriptor {

  private final JourneyFile file;

  JourneyDescriptor(UniqueId id, JourneyFile file) {
    super(
        id,
        file.journey().map(Journey::title).orElse(file.id()),
        FileSource.from(file.source().path().toFile(), position(file)));
    this.file = file;
  }

  JourneyFile file() {
    return file;
  }

  @Override
  public Type getType() {
    return Type.TEST;
  }

  @Override
  public Set<TestTag> getTags() {
    Set<TestTag> tags = new TreeSet<>(java.util.Comparator.comparing(TestTag::getName));
    file.journey().ifPresent(each -> each.tags().forEach(tag -> tags.add(TestTag.create(tag))));
    return tags;
  }

  @Override
  public String getLegacyReportingName() {
    return file.id();
  }

  private static FilePosition position(JourneyFile file) {
    SourceSpan at =
        file.journey()
            .map(Journey::at)
            .orElseGet(
                () -> file.findings().isEmpty() ? SourceSpan.START : file.findings().get(0).at());
    return FilePosition.from(at.line(), at.column());
  }
}
