/** A certificate authority of a cloud's own. */
@NullMarked
package dev.rehearsal.cloud.pki;

import org.jspecify.annotations.NullMarked;
