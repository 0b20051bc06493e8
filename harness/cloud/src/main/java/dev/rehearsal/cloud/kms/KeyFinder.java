package dev.rehearsal.cloud.kms;

import java.util.Optional;

/** Knows keys by what callers name them with. */
public interface KeyFinder {

  /** The ARN of the key that an id, an ARN or an alias names; empty where there is none. */
  Optional<String> keyArn(String reference);

  /**
   * The ARN of the key that made a ciphertext: Decrypt need not name it, but is authorised by it.
   *
   * @return empty where no key here made it
   */
  Optional<String> keyArnOf(byte[] ciphertext);
}
