package dev.rehearsal.cloud.wire;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** An XML element as a client wrote it; namespaces are not looked at. */
final class XmlElement {

  private static final int DEEPEST = 128;
  private static final XMLInputFactory PARSERS = parsers();

  private final String name;
  private final Map<String, String> attributes = new HashMap<>(2);
  private final List<XmlElement> children = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  private XmlElement(String name) {
    this.name = name;
  }

  /**
   * Parses a document. Document type declarations are refused, and with them every entity.
   *
   * @throws Malformed where the document is not well-formed
   */
  static XmlElement parse(byte[] document) {
    try {
      XMLStreamReader reader =
          PARSERS.createXMLStreamReader(new ByteArrayInputStream(document), null);
      try {
        return read(reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException broken) {
      throw new Malformed("The XML you provided was not well-formed.", broken);
    }
  }

  private static XmlElement read(XMLStreamReader reader) throws XMLStreamException {
    Deque<XmlElement> open = new ArrayDeque<>();
    XmlElement root = null;
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          XmlElement element = new XmlElement(reader.getLocalName());
          for (int i = 0; i < reader.getAttributeCount(); i++) {
            element.attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
          }
          if (open.isEmpty()) {
            root = element;
          } else {
            open.getFirst().children.add(element);
          }
          open.push(element);
          if (open.size() > DEEPEST) {
            throw new Malformed("The XML you provided is nested too deeply.");
          }
        }
        case XMLStreamConstants.END_ELEMENT -> open.pop();
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (!open.isEmpty()) {
            open.getFirst().text.append(reader.getText());
          }
        }
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw new Malformed("Document type declarations are not allowed.");
        default -> {
          // Comments and processing instructions say nothing.
        }
      }
    }
    if (root == null) {
      throw new Malformed("The XML you provided has no element.");
    }
    return root;
  }

  String name() {
    return name;
  }

  String text() {
    return text.toString();
  }

  @Nullable String attribute(String local) {
    return attributes.get(local);
  }

  List<XmlElement> children() {
    return children;
  }

  List<XmlElement> children(String named) {
    List<XmlElement> found = new ArrayList<>(children.size());
    for (XmlElement child : children) {
      if (child.name.equals(named)) {
        found.add(child);
      }
    }
    return found;
  }

  private static XMLInputFactory parsers() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }
}
