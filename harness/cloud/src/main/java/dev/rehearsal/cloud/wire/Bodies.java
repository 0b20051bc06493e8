package dev.rehearsal.cloud.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;

/** Parses bodies. */
final class Bodies {

  static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();
  static final ObjectMapper CBOR = CBORMapper.builder().build();

  private Bodies() {}

  /**
   * Parses a body that is not empty.
   *
   * @throws Malformed where it is not in the protocol's format
   */
  static Source parse(byte[] body, Protocol protocol) {
    return protocol == Protocol.REST_XML
        ? XmlSource.of(XmlElement.parse(body))
        : new JsonSource(tree(body, protocol == Protocol.CBOR ? CBOR : JSON));
  }

  private static JsonNode tree(byte[] body, ObjectMapper mapper) {
    try {
      JsonNode tree = mapper.readTree(body);
      if (!tree.isObject()) {
        throw new Malformed("The body is not an object.");
      }
      return tree;
    } catch (JsonProcessingException broken) {
      throw new Malformed("The body could not be parsed: " + broken.getOriginalMessage(), broken);
    } catch (IOException broken) {
      throw new Malformed("The body could not be parsed.", broken);
    }
  }
}
