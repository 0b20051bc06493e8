package dev.rehearsal.cloud.cloudformation;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.s3.model.Tag;

/** Buckets of S3. */
final class BucketKind implements ResourceKind {

  @Override
  public String type() {
    return "AWS::S3::Bucket";
  }

  @Override
  public Set<String> properties() {
    return Set.of(
        "BucketName",
        "VersioningConfiguration",
        "PublicAccessBlockConfiguration",
        "BucketEncryption",
        "OwnershipControls",
        "Tags");
  }

  @Override
  public Set<String> replacing() {
    return Set.of("BucketName");
  }

  @Override
  public Made create(Site site, Properties properties) {
    String given = properties.text("BucketName");
    String name = given == null ? site.name(null).toLowerCase(Locale.ROOT) : given;
    String region = site.aws().region();
    S3Client s3 = site.client(S3Client.class);
    s3.createBucket(
        create -> {
          create.bucket(name);
          if (!region.equals("us-east-1")) {
            create.createBucketConfiguration(c -> c.locationConstraint(region));
          }
        });
    Made made =
        new Made(
            name,
            Map.of(
                "Arn", "arn:aws:s3:::" + name,
                "DomainName", name + ".s3.amazonaws.com",
                "RegionalDomainName", name + ".s3." + region + ".amazonaws.com"));
    try {
      configure(site, name, Properties.NONE, properties);
    } catch (RuntimeException failed) {
      delete(site, made, properties);
      throw failed;
    }
    return made;
  }

  @Override
  public Made update(Site site, Made made, Properties before, Properties after) {
    configure(site, made.id(), before, after);
    return made;
  }

  private static void configure(Site site, String name, Properties before, Properties after) {
    S3Client s3 = site.client(S3Client.class);
    if (after.has("VersioningConfiguration") || before.has("VersioningConfiguration")) {
      after.only("VersioningConfiguration", "Status");
      String status = after.in("VersioningConfiguration").textOr("Status", "Suspended");
      s3.putBucketVersioning(
          put ->
              put.bucket(name)
                  .versioningConfiguration(
                      v -> v.status(BucketVersioningStatus.fromValue(status))));
    }
    if (after.has("PublicAccessBlockConfiguration")) {
      Properties block = after.in("PublicAccessBlockConfiguration");
      s3.putPublicAccessBlock(
          put ->
              put.bucket(name)
                  .publicAccessBlockConfiguration(
                      all ->
                          all.blockPublicAcls(block.bool("BlockPublicAcls"))
                              .ignorePublicAcls(block.bool("IgnorePublicAcls"))
                              .blockPublicPolicy(block.bool("BlockPublicPolicy"))
                              .restrictPublicBuckets(block.bool("RestrictPublicBuckets"))));
    } else if (before.has("PublicAccessBlockConfiguration")) {
      s3.deletePublicAccessBlock(delete -> delete.bucket(name));
    }
    if (after.has("BucketEncryption")) {
      after.only("BucketEncryption", "ServerSideEncryptionConfiguration");
      s3.putBucketEncryption(
          put ->
              put.bucket(name)
                  .serverSideEncryptionConfiguration(
                      all ->
                          all.rules(
                              after
                                  .in("BucketEncryption")
                                  .each("ServerSideEncryptionConfiguration")
                                  .stream()
                                  .map(BucketKind::encryption)
                                  .toList())));
    } else if (before.has("BucketEncryption")) {
      s3.deleteBucketEncryption(delete -> delete.bucket(name));
    }
    if (after.has("OwnershipControls")) {
      String owner =
          after.in("OwnershipControls").each("Rules").get(0).textOr("ObjectOwnership", "");
      s3.putBucketOwnershipControls(
          put -> put.bucket(name).ownershipControls(o -> o.rules(r -> r.objectOwnership(owner))));
    } else if (before.has("OwnershipControls")) {
      s3.deleteBucketOwnershipControls(delete -> delete.bucket(name));
    }
    Map<String, String> tags = after.tags();
    if (!tags.isEmpty()) {
      s3.putBucketTagging(
          put ->
              put.bucket(name).tagging(set -> set.tagSet(Properties.tags(tags, BucketKind::tag))));
    } else if (!before.tags().isEmpty()) {
      s3.deleteBucketTagging(delete -> delete.bucket(name));
    }
  }

  private static ServerSideEncryptionRule encryption(Properties rule) {
    Properties byDefault = rule.in("ServerSideEncryptionByDefault");
    return ServerSideEncryptionRule.builder()
        .bucketKeyEnabled(rule.bool("BucketKeyEnabled"))
        .applyServerSideEncryptionByDefault(
            by ->
                by.sseAlgorithm(byDefault.text("SSEAlgorithm"))
                    .kmsMasterKeyID(byDefault.text("KMSMasterKeyID")))
        .build();
  }

  @Override
  public void delete(Site site, Made made, Properties properties) {
    Site.ifThere(
        () -> site.client(S3Client.class).deleteBucket(delete -> delete.bucket(made.id())));
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
