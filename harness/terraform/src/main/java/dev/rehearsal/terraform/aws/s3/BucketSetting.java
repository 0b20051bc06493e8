package dev.rehearsal.terraform.aws.s3;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;

/** One of a bucket's configurations: its id is the bucket's name, and a put replaces it whole. */
abstract class BucketSetting implements ResourceType {

  private final String name;
  private final String label;

  BucketSetting(String name, String label) {
    this.name = name;
    this.label = label;
  }

  /** Writes the configuration as the values have it. */
  abstract void put(ResourceInstance it, String bucket);

  @Override
  public final String name() {
    return name;
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label(label)
        .forcesNew("bucket", "expected_bucket_owner")
        .imports(it -> it.values().set("bucket", it.id()))
        .called(it -> it.values().string("bucket"));
  }

  @Override
  public final void create(ResourceInstance it) {
    String bucket = it.values().string("bucket");
    put(it, bucket);
    it.id(bucket);
  }

  @Override
  public final void update(ResourceInstance it) {
    put(it, it.id());
  }
}
