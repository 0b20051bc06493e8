package dev.t2s.shop.runtime;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** An XML element of an AWS answer, read child by child. */
public final class Xml {

  private final Element element;

  private Xml(Element element) {
    this.element = element;
  }

  /**
   * Reads a document's root.
   *
   * @throws IOException where the text is no XML document
   */
  public static Xml parse(String text) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null); // The default one prints.
      return new Xml(builder.parse(new InputSource(new StringReader(text))).getDocumentElement());
    } catch (ParserConfigurationException | SAXException malformed) {
      throw new IOException("Not XML.", malformed);
    }
  }

  /** The text of a child; empty where there is none. */
  public String text(String name) {
    return child(name).map(Node::getTextContent).map(String::strip).orElse("");
  }

  /** The members of a list; none where there is no list. */
  public List<Xml> objects(String list, String name) {
    return child(list).map(each -> children(each, name)).orElse(List.of()).stream()
        .map(Xml::new)
        .toList();
  }

  private Optional<Element> child(String name) {
    return children(element, name).stream().findFirst();
  }

  private static List<Element> children(Element of, String name) {
    List<Element> found = new ArrayList<>();
    for (Node at = of.getFirstChild(); at != null; at = at.getNextSibling()) {
      if (at instanceof Element child && child.getTagName().equals(name)) {
        found.add(child);
      }
    }
    return found;
  }
}
