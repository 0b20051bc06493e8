package dev.rehearsal.terraform.aws.acm;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.Tagging;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.Tag;

/** Tags of certificates: ACM takes whole tags away, not keys. */
final class CertificateTags implements Tagging {

  @Override
  public Map<String, String> list(ResourceInstance it) {
    return it
        .client(AcmClient.class)
        .listTagsForCertificate(list -> list.certificateArn(it.id()))
        .tags()
        .stream()
        .collect(Collectors.toMap(Tag::key, Tag::value));
  }

  @Override
  public void change(ResourceInstance it, Map<String, String> set, List<String> remove) {
    AcmClient acm = it.client(AcmClient.class);
    if (!remove.isEmpty()) {
      List<Tag> tags = remove.stream().map(key -> Tag.builder().key(key).build()).toList();
      acm.removeTagsFromCertificate(untag -> untag.certificateArn(it.id()).tags(tags));
    }
    if (!set.isEmpty()) {
      List<Tag> tags =
          set.entrySet().stream()
              .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
              .toList();
      acm.addTagsToCertificate(add -> add.certificateArn(it.id()).tags(tags));
    }
  }
}
