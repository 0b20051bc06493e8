package dev.rehearsal.cloud.wire;

/** AWS's wire protocols. */
enum Protocol {
  AWS_JSON,
  REST_JSON,
  REST_XML,
  QUERY,
  EC2,
  CBOR;

  boolean rest() {
    return this == REST_JSON || this == REST_XML;
  }
}
