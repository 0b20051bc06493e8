package dev.rehearsal.terraform.provider;

/** A data source that the provider serves. Stateless; called from many threads. */
public interface DataSource {

  /** Terraform's name, for example {@code aws_region}. */
  String name();

  /** Reads into the instance's values; sets its id where the schema has one. */
  void read(ResourceInstance it);
}
