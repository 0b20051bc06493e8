/** AWS's wire protocols, written once for all services from the metadata that the SDK carries. */
@NullMarked
package dev.rehearsal.cloud.wire;

import org.jspecify.annotations.NullMarked;
