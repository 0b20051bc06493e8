package dev.t2s.shop.incident;

import dev.t2s.shop.runtime.Settings;
import dev.t2s.shop.runtime.SignedCalls;
import dev.t2s.shop.runtime.Xml;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The shop's buckets. None is public: files go out through the edge. */
final class Buckets {

  private static final String NONE = "NoSuchPublicAccessBlockConfiguration";
  private static final List<String> BLOCKS =
      List.of("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets");

  private final SignedCalls calls;
  private final Settings settings;

  Buckets(SignedCalls calls, Settings settings) {
    this.calls = calls;
    this.settings = settings;
  }

  /**
   * Blocks public access to each bucket where it is not blocked.
   *
   * @return the names of these
   */
  List<String> block() throws IOException {
    List<String> blocked = new ArrayList<>();
    for (String bucket : settings.list("BUCKETS")) {
      // Looked at first: to put the block is such a change itself, and would ring for ever.
      if (!isBlocked(bucket)) {
        calls.putXml("s3", "/" + bucket, "publicAccessBlock", everything());
        blocked.add(bucket);
      }
    }
    return blocked;
  }

  private boolean isBlocked(String bucket) throws IOException {
    try {
      Xml answer = calls.getXml("s3", "/" + bucket, "publicAccessBlock");
      return BLOCKS.stream().allMatch(each -> answer.text(each).equals("true"));
    } catch (SignedCalls.Refused refused) {
      if (refused.code().equals(NONE)) {
        return false;
      }
      throw refused;
    }
  }

  private static String everything() {
    StringBuilder xml =
        new StringBuilder(
            "<PublicAccessBlockConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
    BLOCKS.forEach(each -> xml.append('<').append(each).append(">true</").append(each).append('>'));
    return xml.append("</PublicAccessBlockConfiguration>").toString();
  }
}
