package dev.rehearsal.report;

import dev.rehearsal.journeys.findings.Finding;
import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.run.Failure;
import dev.rehearsal.journeys.run.FailureText;
import dev.rehearsal.journeys.run.JourneyResult;
import dev.rehearsal.journeys.run.RunEvent;
import dev.rehearsal.journeys.run.RunListener;
import dev.rehearsal.journeys.run.RunSummary;
import dev.rehearsal.journeys.run.Status;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes a run's result as the XML that build servers read; a journey is a test case. */
public final class JunitXml implements RunListener {

  private final Path file;

  public JunitXml(Path file) {
    this.file = file;
  }

  @Override
  public void on(RunEvent event) {
    if (event instanceof RunEvent.RunFinished finished) {
      try {
        ReportFile.write(file, xml(finished.summary()));
      } catch (XMLStreamException impossible) {
        throw new IllegalStateException("The XML writer writes to memory.", impossible);
      }
    }
  }

  private static String xml(RunSummary summary) throws XMLStreamException {
    StringWriter text = new StringWriter();
    XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
    int errors = summary.rejected().size() + (summary.environment() == null ? 0 : 1);
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeCharacters("\n");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", "journeys");
    xml.writeAttribute("tests", String.valueOf(summary.results().size() + errors));
    xml.writeAttribute("failures", String.valueOf(summary.count(Status.FAILED)));
    xml.writeAttribute("errors", String.valueOf(errors));
    xml.writeAttribute("skipped", String.valueOf(summary.count(Status.SKIPPED)));
    xml.writeAttribute("time", seconds(summary.took()));
    for (JourneyResult result : summary.results()) {
      start(xml, result.journey().id(), result.journey().title(), result.took());
      Failure failure = result.failure();
      if (failure != null) {
        problem(
            xml,
            result.status() == Status.SKIPPED ? "skipped" : "failure",
            failure.message(),
            FailureText.of(result));
      }
      xml.writeEndElement();
    }
    for (JourneyFile rejected : summary.rejected()) {
      start(xml, rejected.id(), rejected.id(), Duration.ZERO);
      String findings =
          rejected.findings().stream().map(Finding::format).collect(Collectors.joining());
      problem(xml, "error", "The file has errors and ran nothing", findings);
      xml.writeEndElement();
    }
    if (summary.environment() != null) {
      start(xml, "stage", "The stage stands", Duration.ZERO);
      problem(xml, "error", "The stage could not be stood up", summary.environment());
      xml.writeEndElement();
    }
    xml.writeEndElement();
    xml.writeEndDocument();
    xml.close();
    return text + "\n";
  }

  private static void start(XMLStreamWriter xml, String id, String title, Duration took)
      throws XMLStreamException {
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", clean("journeys." + id.replace('/', '.')));
    xml.writeAttribute("name", clean(title));
    xml.writeAttribute("time", seconds(took));
  }

  private static void problem(XMLStreamWriter xml, String element, String message, String facts)
      throws XMLStreamException {
    xml.writeStartElement(element);
    xml.writeAttribute("message", clean(message));
    xml.writeCharacters(clean(facts));
    xml.writeEndElement();
  }

  /** Without what XML 1.0 can't hold. */
  private static String clean(String text) {
    return text.replaceAll(
        "[^\\x09\\x0A\\x0D\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "\uFFFD");
  }

  private static String seconds(Duration took) {
    return String.format(Locale.ROOT, "%.3f", took.toMillis() / 1_000.0);
  }
}
