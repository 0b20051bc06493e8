/** AWS Key Management Service. */
@NullMarked
package dev.rehearsal.cloud.kms;

import org.jspecify.annotations.NullMarked;
