package dev.rehearsal.cloud.wire;

/** How strict an AWS endpoint is about signatures. */
public enum SignatureMode {
  /** Any credentials do: an access key only tells who calls. */
  ANY,
  /** Signature, session token, expiry and time are checked as AWS checks them. */
  VERIFIED
}
