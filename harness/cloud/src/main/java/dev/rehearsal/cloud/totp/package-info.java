/** The codes of authenticator apps. */
@NullMarked
package dev.rehearsal.cloud.totp;

import org.jspecify.annotations.NullMarked;
