package dev.rehearsal.cloud.config;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A resource as it is configured.
 *
 * @param type Config's name of the kind, for example {@code AWS::S3::Bucket}
 * @param id what Config calls the resource
 * @param is the settings that rules look at
 */
record Item(String type, String id, String arn, ObjectNode is) {

  /** The kind of what is set for a whole account; Config records no items of it. */
  static final String ACCOUNT = "AWS::::Account";

  boolean flag(String setting) {
    return is.path(setting).asBoolean();
  }

  /** A setting as text; empty where it is not set. */
  String text(String setting) {
    return is.path(setting).isNull() ? "" : is.path(setting).asText();
  }
}
