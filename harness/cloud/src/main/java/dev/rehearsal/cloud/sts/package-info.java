/** AWS Security Token Service. */
@NullMarked
package dev.rehearsal.cloud.sts;

import org.jspecify.annotations.NullMarked;
